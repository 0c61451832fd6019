import { globSync } from 'node:fs'
import { join, relative } from 'node:path'
import { run } from 'node:test'
import { inspect } from 'node:util'

export interface Counts {
  passed: number
  failed: number
  skipped: number
}

export const noCounts: Counts = { passed: 0, failed: 0, skipped: 0 }

export function addCounts(...all: Partial<Counts>[]): Counts {
  const total = { ...noCounts }
  for (const counts of all) {
    for (const name of Object.keys(total) as (keyof Counts)[]) total[name] += counts[name] ?? 0
  }
  return total
}

/** The last line of every run, read by machines as well. */
export function countsLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

export function findTests(root: string, folders: string[], filters: string[]): string[] {
  return globSync(
    folders.map((folder) => `${folder}/**/*.test.ts`),
    { cwd: root, exclude: ['**/node_modules/**', '**/dist/**'] },
  )
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => filters.length === 0 || filters.some((filter) => file.includes(filter)))
    .sort()
}

export interface RunOptions {
  root: string
  files: string[]
  concurrency: number
  /** For each test; a file that says nothing for a little longer than this is ended and counted as failed. */
  timeout_ms: number
  signal: AbortSignal
  write: (text: string) => void
}

/** Runs every file in a process of its own and prints one line for each, with what it said if it failed. */
export async function runTestFiles(options: RunOptions): Promise<Counts> {
  const waiting = [...options.files]
  const totals: Counts[] = []
  const worker = async () => {
    for (let file = waiting.shift(); file !== undefined && !options.signal.aborted; file = waiting.shift()) {
      totals.push(await runTestFile(file, options))
    }
  }
  await Promise.all(Array.from({ length: options.concurrency }, worker))
  return addCounts(...totals)
}

async function runTestFile(file: string, { root, timeout_ms, signal, write }: RunOptions): Promise<Counts> {
  const silence = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const heard = () => {
    clearTimeout(timer)
    timer = setTimeout(() => silence.abort(), timeout_ms + 15_000)
  }
  heard()
  const started = Date.now()
  // One run for each file, so that one that never ends can be ended without losing the others.
  const events = run({
    cwd: root,
    files: [join(root, file)],
    isolation: 'process',
    timeout: timeout_ms,
    signal: AbortSignal.any([signal, silence.signal]),
  })
  let counts = noCounts
  let complete = false
  let output = ''
  const failures: string[] = []
  for await (const event of events) {
    heard()
    if (event.type === 'test:stdout' || event.type === 'test:stderr') output += event.data.message
    if (event.type === 'test:fail') failures.push(describeFailure(root, event.data, silence.signal.aborted))
    if (event.type === 'test:summary' && event.data.file !== undefined) complete = true
    // The run's own summary comes last and has no file; it alone counts files that broke or never ended.
    if (event.type === 'test:summary' && event.data.file === undefined) {
      const { passed, failed, cancelled, skipped, todo } = event.data.counts
      counts = { passed, failed: failed + cancelled, skipped: skipped + todo }
    }
  }
  clearTimeout(timer)
  if (!complete && counts.failed === 0 && !signal.aborted) {
    // Node counts a file that leaves with code 0 as one success, whatever it had still to test.
    counts = { ...noCounts, failed: 1 }
    failures.push(`${file} holds no test, or left before reporting`)
  }
  const mark = counts.failed > 0 ? '✖' : '✔'
  write(`${mark} ${file}: ${countsLine(counts)} (${((Date.now() - started) / 1000).toFixed(1)} s)\n`)
  if (counts.failed > 0) write(`${indent([...failures, output.trimEnd()].filter(Boolean).join('\n'))}\n`)
  return counts
}

interface Failure {
  name: string
  file?: string | undefined
  line?: number | undefined
  details: { error: Error; type?: string | undefined }
}

function describeFailure(root: string, { name, file, line, details }: Failure, silent: boolean): string {
  const place = file === undefined ? '' : ` (${relative(root, file)}:${line})`
  const { failureType } = details.error as Error & { failureType?: string }
  if (failureType === 'subtestsFailed') return ''
  if (failureType === 'testAborted' && silent) {
    return `${relative(root, name)} did not end: a test hangs, or leaves a connection, timer or server open`
  }
  const cause = details.error.cause ?? details.error
  return `${name}${place}\n${indent(cause instanceof Error ? (cause.stack ?? cause.message) : inspect(cause))}`
}

const indent = (text: string): string => text.replace(/^(?=.)/gm, '    ')
