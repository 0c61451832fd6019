import { setTimeout as wait } from 'node:timers/promises'

/** Waits for a condition instead of for a time: as fast as the machine is, and never for ever. */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  options: { within_ms?: number } = {},
): Promise<NonNullable<T>> {
  const deadline = performance.now() + (options.within_ms ?? 8_000)
  for (let pause_ms = 2; ; pause_ms = Math.min(pause_ms * 2, 50)) {
    const found = await look()
    if (found) return found
    if (performance.now() > deadline) throw new Error(`waited in vain for: ${what}`)
    await wait(pause_ms)
  }
}
