import { cpus, loadavg, release, totalmem, type } from 'node:os'

/** Figures mean nothing without the machine that gave them, nor without what else it was doing. */
export function describeMachine(postgres_version: string): string {
  const processors = cpus()
  const memory_gib = (totalmem() / 2 ** 30).toFixed(1)
  return [
    `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown processor'}, ${memory_gib} GiB`,
    `${type()} ${release()}, Node ${process.versions.node}, PostgreSQL ${postgres_version}`,
    `load before the run: ${loadavg()[0]!.toFixed(2)}`,
  ].join('\n')
}
