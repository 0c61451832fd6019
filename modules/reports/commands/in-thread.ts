import { Worker } from 'node:worker_threads'

/** Why a piece of work ended without a result. */
export class ThreadFailure extends Error {
  readonly fault: 'timeout' | 'out_of_memory' | 'crashed'
  constructor(fault: 'timeout' | 'out_of_memory' | 'crashed', detail = '') {
    super(detail || fault)
    this.name = 'ThreadFailure'
    this.fault = fault
  }
}

export interface ThreadLimits {
  timeout_ms: number
  memory_mb?: number
  signal?: AbortSignal
}

/**
 * Runs what computes for long beside the server, so that requests are answered meanwhile, memory is bounded and
 * a cancellation ends it in the middle of a loop. The script posts one `{ result }`.
 */
export function inThread<T>(script: URL, input: unknown, limits: ThreadLimits): Promise<T> {
  const { signal, timeout_ms } = limits
  signal?.throwIfAborted()
  return new Promise<T>((resolve, reject) => {
    const thread = new Worker(script, {
      workerData: input,
      resourceLimits: { maxOldGenerationSizeMb: limits.memory_mb ?? 512 },
      env: {},
    })
    const timer = setTimeout(() => end(() => reject(new ThreadFailure('timeout'))), timeout_ms)
    const abort = () => end(() => reject(signal!.reason as Error))
    signal?.addEventListener('abort', abort, { once: true })
    let ended = false
    function end(settle: () => void): void {
      if (ended) return
      ended = true
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
      void thread.terminate()
      settle()
    }
    thread.on('message', ({ result }: { result: T }) => end(() => resolve(result)))
    thread.on('error', (error: Error & { code?: string }) =>
      end(() =>
        reject(
          error.code === 'ERR_WORKER_OUT_OF_MEMORY'
            ? new ThreadFailure('out_of_memory')
            : new ThreadFailure('crashed', error.message),
        ),
      ),
    )
    thread.on('exit', () => end(() => reject(new ThreadFailure('crashed', 'it ended without a result'))))
  })
}
