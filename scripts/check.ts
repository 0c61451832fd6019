import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { describeViolation, inspectHouse } from './check-house.ts'

const root = resolve(import.meta.dirname, '..')

interface Outcome {
  ok: boolean
  output: string
}
interface Step {
  name: string
  run: () => Promise<Outcome>
}

const steps: Step[] = [
  { name: 'types', run: () => tool('typescript', 'tsc', ['--noEmit']) },
  { name: 'lint', run: () => tool('oxlint', 'oxlint', ['--deny-warnings']) },
  { name: 'format', run: () => tool('oxfmt', 'oxfmt', ['--check']) },
  { name: 'house', run: house },
]

/** Lint first: what it rewrites still has to be formatted. */
const repairs: Step[] = [
  { name: 'lint --fix', run: () => tool('oxlint', 'oxlint', ['--fix', '--silent']) },
  { name: 'format --write', run: () => tool('oxfmt', 'oxfmt', ['--write']) },
]

/** Types, lint, format and the rules of the house; what fails is printed in full. */
export async function check(): Promise<{ passed: number; failed: number }> {
  let passed = 0
  for (const step of steps) if (await report(step)) passed++
  return { passed, failed: steps.length - passed }
}

async function report({ name, run }: Step): Promise<boolean> {
  const start = performance.now()
  const { ok, output } = await run()
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  console.log(`${ok ? '✓' : '✗'} ${name.padEnd(14)} ${seconds} s`)
  if (!ok) console.log(`${output.trim()}\n`)
  return ok
}

async function house(): Promise<Outcome> {
  const { violations, notes } = await inspectHouse(root)
  for (const note of notes) console.log(`  note: ${describeViolation(note)}`)
  return { ok: violations.length === 0, output: violations.map(describeViolation).join('\n') }
}

/** Runs a package's program with this same Node: the scripts in `.bin` are of no use on Windows without a shell. */
async function tool(name: string, program: string, args: string[]): Promise<Outcome> {
  const folder = join(root, 'node_modules', name)
  const { bin } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
    bin: string | Record<string, string>
  }
  const script = join(folder, typeof bin === 'string' ? bin : (bin[program] ?? ''))
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    const output: string[] = []
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => output.push(text))
    }
    child.on('error', reject)
    child.on('close', (code) => resolve({ ok: code === 0, output: output.join('') }))
  })
}

// Not `import.meta.main`: under Node 24 scripts/bootstrap.mjs imports this file instead of starting it.
if (process.argv[1] === import.meta.filename) {
  if (process.argv.includes('--fix')) {
    // What cannot be repaired is reported by the check that follows.
    for (const step of repairs)
      await report({ ...step, run: async () => ({ ...(await step.run()), ok: true }) })
  }
  const { failed } = await check()
  if (failed > 0) process.exitCode = 1
}
