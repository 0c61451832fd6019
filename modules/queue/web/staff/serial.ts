/**
 * Runs steps one after the other: an agent who presses T then N must not have the call refused because
 * the end is still on its way. A step asked for twice meanwhile for the same ticket runs once, and a failure
 * drops what waited behind it, since the agent pressed believing it would succeed.
 */
export function createSerial(): {
  run: (name: string, ticket_id: string | null, step: () => Promise<unknown>) => void
} {
  const waiting = new Set<string>()
  let tail: Promise<boolean> = Promise.resolve(true)
  return {
    run(name, ticket_id, step) {
      const known = `${name} ${ticket_id}`
      if (waiting.has(known)) return
      const alone = waiting.size === 0
      waiting.add(known)
      const before = alone ? Promise.resolve(true) : tail
      tail = before
        .then((went_well) => (went_well ? step().then(() => true) : false))
        .catch(() => false)
        .finally(() => waiting.delete(known))
    },
  }
}
