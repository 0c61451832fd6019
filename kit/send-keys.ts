/** Longer, and the same words are another person's: the next visitor without a name, not the same press. */
const worth_ms = 60_000

/**
 * Keys under which writes are sent. An act pressed twice, or tried again after its answer was lost, may already
 * have happened: under the same key it is done once. Any success in the same module ends that, because work
 * has gone on since.
 */
export function createSendKeys(now: () => number = Date.now): {
  keyFor: (module: string, act: string) => string
  lose: (module: string, act: string, key: string) => void
  /** One act, or all of the module's. */
  forget: (module: string, act?: string) => void
} {
  const sent = new Map<string, Map<string, { key: string; lost_at: number | null }>>()
  const actsOf = (module: string) => {
    const acts = sent.get(module) ?? new Map<string, { key: string; lost_at: number | null }>()
    sent.set(module, acts)
    return acts
  }
  return {
    keyFor(module, act) {
      const acts = actsOf(module)
      const known = acts.get(act)
      if (known && (known.lost_at === null || now() - known.lost_at < worth_ms)) return known.key
      const key = crypto.randomUUID()
      acts.set(act, { key, lost_at: null })
      return key
    },
    lose(module, act, key) {
      const acts = actsOf(module)
      const known = acts.get(act)
      // The first loss counts: trying again every half minute must not keep a key for hours.
      if (known?.key === key) known.lost_at ??= now()
      else acts.set(act, { key, lost_at: now() })
    },
    forget(module, act) {
      if (act === undefined) sent.delete(module)
      else sent.get(module)?.delete(act)
    },
  }
}
