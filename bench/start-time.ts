import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { atMost, fact, median, type Figure } from './figure.ts'
import { freePort } from './server.ts'
import { openWire } from './wire.ts'

const root = dirname(import.meta.dirname)
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`

export const startTime: Figure = {
  name: 'start',
  title: 'first page after `npm start`, on an installation that has been started before',
  async run(bench) {
    const [times, settling_ms] = bench.quick ? [2, 3_000] : [5, 20_000]
    const data_dir = mkdtempSync(join(tmpdir(), 'guichet-start-'))
    bench.afterwards(() => rmSync(data_dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }))
    const first = await startOnce(data_dir, settling_ms)
    const later: number[] = []
    const killed: number[] = []
    for (let time = 0; time < times; time++) later.push(await startOnce(data_dir, 500))
    killed.push(await startOnce(data_dir, 500, true), await startOnce(data_dir, 500))
    return [
      atMost(
        'first answer, later starts',
        median(later) / 1000,
        5,
        ' s',
        `worst of ${times}: ${seconds(Math.max(...later))}`,
      ),
      fact('after a `kill -9` of everything', seconds(killed[1]!)),
      fact(
        'very first start',
        `${seconds(first)}, database and demo organisations made, pages built if they were not`,
      ),
    ]
  },
}

/** Milliseconds from the command to the first page; then asks it to stop, or kills it. */
async function startOnce(data_dir: string, then_ms: number, violently = false): Promise<number> {
  const port = await freePort()
  // What a developer has set must not decide; an empty variable counts as none.
  const unset = { DATABASE_URL: '', REDIS_URL: '', SECRET_KEY: '', NODE_ENV: '' }
  const environment = {
    ...process.env,
    ...unset,
    DATA_DIR: data_dir,
    PORT: String(port),
    HOST: '127.0.0.1',
    LOG_LEVEL: 'warn',
  }
  let said = ''
  const since = performance.now()
  const program = spawn('npm', ['start'], {
    cwd: root,
    env: environment,
    shell: process.platform === 'win32',
    // A group of its own, to be stopped as a whole.
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [program.stdout, program.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const onExit = () => signal(program, 'SIGKILL')
  process.once('exit', onExit)
  const gone = new Promise<void>((done) => program.once('close', () => done()))
  try {
    while (!(await answers(port))) {
      if (program.exitCode !== null)
        throw new Error(`npm start ended (${program.exitCode}):\n${said.slice(-1_500)}`)
      if (performance.now() - since > 180_000)
        throw new Error(`no answer within three minutes:\n${said.slice(-1_500)}`)
      await wait(10)
    }
    const took = performance.now() - since
    await wait(then_ms)
    return took
  } finally {
    signal(program, violently ? 'SIGKILL' : 'SIGTERM')
    await gone
    process.off('exit', onExit)
  }
}

function signal(program: ChildProcess, name: NodeJS.Signals): void {
  if (program.exitCode !== null || program.pid === undefined) return
  if (process.platform === 'win32') program.kill(name)
  else process.kill(-program.pid, name)
}

async function answers(port: number): Promise<boolean> {
  const wire = openWire(port)
  try {
    return (await wire.send('GET', '/', { accept: 'text/html', connection: 'close' })).status === 200
  } catch {
    return false
  } finally {
    wire.close()
  }
}
