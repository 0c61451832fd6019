import type { Figure, Line } from './figure.ts'
import { startBench } from './house.ts'
import { describeMachine } from './machine.ts'
import { axe } from './axe.ts'
import { alerts } from './alerts.ts'
import { callRate } from './call-rate.ts'
import { figures as wait_reports } from './figures.ts'
import { demand } from './demand.ts'
import { documents } from './documents.ts'
import { displays } from './displays.ts'
import { kill } from './kill.ts'
import { kiosks } from './kiosks.ts'
import { notices } from './notices.ts'
import { pages } from './pages.ts'
import { reports } from './reports.ts'
import { resume } from './resume.ts'
import { rowSecurity } from './row-security.ts'
import { startTime } from './start-time.ts'
import { stock } from './stock.ts'
import { waits } from './waits.ts'

const figures: Figure[] = [
  kill,
  callRate,
  wait_reports,
  rowSecurity,
  displays,
  resume,
  kiosks,
  startTime,
  pages,
  axe,
  demand,
  alerts,
  stock,
  waits,
  reports,
  notices,
  documents,
]

const quick = process.argv.includes('--quick')
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('-'))
const unknown = wanted.filter((name) => !figures.some((figure) => figure.name === name))
if (unknown.length > 0) {
  console.error(`unknown: ${unknown.join(', ')}. There are: ${figures.map(({ name }) => name).join(', ')}`)
  process.exit(2)
}
const chosen = figures.filter(({ name }) => wanted.length === 0 || wanted.includes(name))

const say = (line: string): void => void process.stderr.write(`${line}\n`)
const { bench, postgres_version, tidy, close } = await startBench(quick, say)
let closing: Promise<void> | null = null
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => void (closing ??= close()).finally(() => process.exit(130)))
}

const machine = describeMachine(postgres_version)
const results: { figure: Figure; lines: Line[]; seconds: number }[] = []
for (const figure of chosen) {
  say(`${figure.name}…`)
  const since = performance.now()
  let lines: Line[]
  try {
    lines = await figure.run(bench)
  } catch (error) {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error))
    lines = [
      { what: 'could not be measured', measured: String(error).split('\n')[0]!, limit: '', met: false },
    ]
  }
  await tidy().catch((error: unknown) => say(String(error)))
  results.push({ figure, lines, seconds: (performance.now() - since) / 1000 })
}
await (closing ??= close())

console.log(`\n${machine}${quick ? '\nsmall sizes (--quick): not the figures asked for' : ''}\n`)
const all = results.flatMap(({ lines }) => lines)
const width = (part: 'what' | 'measured' | 'limit') =>
  Math.max(...all.map((line) => (line[part] ?? '').length))
const [what_width, measured_width, limit_width] = [width('what'), width('measured'), width('limit')]
for (const { figure, lines, seconds } of results) {
  console.log(`${figure.name}: ${figure.title} (${seconds.toFixed(0)} s)`)
  for (const { what, measured, limit, met } of lines) {
    const verdict = met === undefined ? '' : met ? 'met' : 'MISSED'
    console.log(
      `  ${what.padEnd(what_width)}  ${measured.padEnd(measured_width)}  ${(limit ?? '').padEnd(limit_width)}  ${verdict}`.trimEnd(),
    )
  }
}
const missed = all.filter(({ met }) => met === false).length
console.log(`\n${all.filter(({ met }) => met).length} met, ${missed} missed`)
process.exit(missed === 0 ? 0 : 1)
