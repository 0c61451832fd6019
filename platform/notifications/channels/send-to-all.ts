import type { Letter, Outcome } from './carrier.ts'

/** A person may have several browsers or telephones: one that takes the message is enough. */
export async function sendToAll(
  letter: Letter,
  sendOne: (subscription: string) => Promise<Outcome | 'gone'>,
): Promise<Outcome> {
  const gone: string[] = []
  const outcomes: Outcome[] = []
  for (const { id, text } of letter.subscriptions) {
    const outcome = await sendOne(text)
    if (outcome === 'gone') gone.push(id)
    else outcomes.push(outcome)
  }
  const best = outcomes.find(({ kind }) => kind === 'sent') ??
    outcomes.find(({ kind }) => kind === 'later') ??
    outcomes[0] ?? { kind: 'refused', reason: 'bad_address', detail: 'no subscription is left' }
  return best.kind === 'later' ? best : { ...best, gone }
}
