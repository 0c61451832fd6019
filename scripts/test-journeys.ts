import { browserForTests } from './browser-for-tests.ts'
import { findTests, noCounts, runTestFiles, type Counts } from './test-run.ts'
import { buildWeb, webIsBuilt } from './web-build.ts'

interface Surroundings {
  root: string
  signal: AbortSignal
  write: (text: string) => void
}

/** Counts as one test: passed when the pages of the present sources are built. */
export async function testWebBuild({ root, write }: Surroundings): Promise<Counts> {
  const since = Date.now()
  try {
    if (!webIsBuilt(root)) await buildWeb(root)
    write(`✔ web build (${((Date.now() - since) / 1000).toFixed(1)} s)\n`)
    return { ...noCounts, passed: 1 }
  } catch (error) {
    write(`✖ web build\n${(error as Error).message}\n`)
    return { ...noCounts, failed: 1 }
  }
}

/** The journeys in a real browser, one after the other: they listen to the same machine's processor. */
export async function runJourneys({ root, signal, write }: Surroundings, filters: string[]): Promise<Counts> {
  const files = findTests(root, ['e2e'], filters)
  if (files.length === 0) return noCounts
  const browser = await browserForTests((line) => write(`${line}\n`))
  if (!browser) return { ...noCounts, skipped: files.length }
  process.env.CHROMIUM_PATH = browser
  return runTestFiles({ root, files, concurrency: 1, timeout_ms: 600_000, signal, write })
}
