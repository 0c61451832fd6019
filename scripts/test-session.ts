import { onStopRequest } from './stop-signals.ts'
import { addCounts, countsLine, type Counts } from './test-run.ts'
import { startTestServices } from './test-services.ts'

export interface Session {
  signal: AbortSignal
  write: (text: string) => void
  /** Runs a part: whatever it throws is printed and counted as one failure, and the next part follows. */
  part: (name: string, work: () => Promise<Partial<Counts>>) => Promise<void>
  services: () => Promise<boolean>
}

/** The frame of a run: services, parts, and as the very last line what they came to. */
export async function testSession(work: (session: Session) => Promise<void>): Promise<void> {
  const stopping = new AbortController()
  onStopRequest(() => stopping.abort())
  const counts: Partial<Counts>[] = []
  const write = (text: string) => void process.stdout.write(text)
  let services: Awaited<ReturnType<typeof startTestServices>> | undefined
  const part = async (name: string, run: () => Promise<Partial<Counts>>) => {
    if (stopping.signal.aborted) return
    const since = Date.now()
    write(`\n── ${name}\n`)
    try {
      counts.push(await run())
    } catch (error) {
      counts.push({ failed: 1 })
      write(`✖ ${name}: ${error instanceof Error ? error.stack : String(error)}\n`)
    }
    write(`   ${((Date.now() - since) / 1000).toFixed(1)} s\n`)
  }
  try {
    await work({
      signal: stopping.signal,
      write,
      part,
      services: async () => {
        await part('PostgreSQL, Redis', async () => {
          services = await startTestServices((line) => write(`${line}\n`))
          return {}
        })
        return services !== undefined
      },
    })
  } finally {
    await services?.stop()
  }
  const total = addCounts(...counts)
  const code = stopping.signal.aborted ? 130 : total.failed > 0 ? 1 : 0
  // Written whole before leaving: nothing may follow it, and a pipe must not lose it.
  process.stdout.write(`\n${countsLine(total)}\n`, () => process.exit(code))
}
