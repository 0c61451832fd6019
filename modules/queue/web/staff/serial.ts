/**
 * Runs steps one after the other: an agent who presses T then N must not have the call refused because
 * the end is still on its way. A step asked for twice meanwhile runs once, and a failure drops what waited
 * behind it, since the agent pressed believing it would succeed.
 */
export function createSerial(): {
  run: (name: string, step: () => Promise<unknown>) => void
  isBusy: (name: string) => boolean
} {
  const names = new Set<string>()
  let tail: Promise<boolean> = Promise.resolve(true)
  return {
    isBusy: (name) => names.has(name),
    run(name, step) {
      if (names.has(name)) return
      const alone = names.size === 0
      names.add(name)
      const before = alone ? Promise.resolve(true) : tail
      tail = before
        .then((went_well) => (went_well ? step().then(() => true) : false))
        .catch(() => false)
        .finally(() => names.delete(name))
    },
  }
}
