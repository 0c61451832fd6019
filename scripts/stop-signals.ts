/**
 * Calls `stop` once when asked to end: by signal, by a closing terminal, or because the process that started
 * us is gone. A second request, later than the echo of the first, ends at once.
 */
export function onStopRequest(stop: (reason: string) => void): void {
  // Ctrl-C arrives from the terminal and again from npm and our own bootstrap, within milliseconds.
  const echo_ms = 1_000
  let first: number | undefined
  const asked = (reason: string) => {
    if (first === undefined) {
      first = Date.now()
      stop(reason)
    } else if (Date.now() - first > echo_ms) {
      process.exit(130)
    }
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => asked(signal))
  if (process.channel) {
    process.on('disconnect', () => asked('disconnect'))
    process.channel.unref()
  }
  // A closed terminal makes every later line fail; losing lines is better than dying before the database stops.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
}
