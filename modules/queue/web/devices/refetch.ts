/**
 * Fetches after news, once for many: never two at a time, spread over `jitter_ms` so that the screens of
 * a hundred halls do not ask in the same instant, and again when more was heard meanwhile.
 */
export function createRefetch(fetch: () => Promise<void>, jitter_ms: number, random = Math.random) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let running = false
  let again = false
  let ended = false

  async function run(): Promise<void> {
    timer = undefined
    if (running) {
      again = true
      return
    }
    running = true
    try {
      await fetch()
    } finally {
      running = false
    }
    if (again && !ended) {
      again = false
      soon()
    }
  }
  function soon(): void {
    if (!ended) timer ??= setTimeout(() => void run(), random() * jitter_ms)
  }
  return {
    soon,
    now(): void {
      clearTimeout(timer)
      void run()
    },
    end(): void {
      ended = true
      clearTimeout(timer)
    },
  }
}
