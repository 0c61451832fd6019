import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from './embedded-postgres.ts'

const root = dirname(import.meta.dirname)
let copy: string

/** The scripts as they are, around a server and a page of a few lines. */
const server = `
import { createServer } from 'node:http'
import pg from 'pg'
export async function start(env) {
  const database = new pg.Client(env.DATABASE_URL)
  await database.connect()
  const server = createServer(async (_request, response) => {
    const { rows } = await database.query('select current_user as user')
    const { GUICHET_DEMO, SECRET_KEY, FROM_FILE, FROM_BOTH } = env
    response.end(JSON.stringify({ ...rows[0], GUICHET_DEMO, SECRET_KEY, FROM_FILE, FROM_BOTH }))
  })
  await new Promise((done) => server.listen(Number(env.PORT), env.HOST, done))
  return {
    url: '',
    close: async () => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
      await database.end()
      console.log('server closed')
    },
  }
}`

before(() => {
  copy = mkdtempSync(join(tmpdir(), 'guichet-start-'))
  chmodSync(copy, 0o711)
  for (const folder of ['scripts', 'server', 'web']) mkdirSync(join(copy, folder))
  for (const name of readdirSync(import.meta.dirname)) {
    if (/\.(ts|mjs)$/.test(name) && !name.includes('.test.')) {
      cpSync(join(import.meta.dirname, name), join(copy, 'scripts', name))
    }
  }
  cpSync(join(root, 'package-lock.json'), join(copy, 'package-lock.json'))
  writeFileSync(join(copy, 'package.json'), '{ "type": "module" }')
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction')
  writeFileSync(join(copy, 'server', 'main.ts'), server)
  writeFileSync(join(copy, 'web', 'index.html'), '<!doctype html><title>page</title>')
  writeFileSync(join(copy, '.env'), 'FROM_FILE=file\nFROM_BOTH=file\n')
})
after(() => rmSync(copy, { recursive: true, force: true, maxRetries: 5 }))

function launch(env: Record<string, string>) {
  const inherited = { ...process.env }
  for (const name of [
    'DATABASE_URL',
    'SECRET_KEY',
    'DATA_DIR',
    'NODE_ENV',
    'GUICHET_DEMO',
    'HOST',
    'NODE_TEST_CONTEXT',
  ]) {
    delete inherited[name]
  }
  const child = spawn(process.execPath, [join(copy, 'scripts', 'start.mjs')], {
    cwd: copy,
    env: { ...inherited, ...env },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const ended = new Promise<number | null>((done) => child.on('exit', (code) => done(code)))
  return { child, ended, said: () => said }
}

async function answer(port: number, started: ReturnType<typeof launch>): Promise<Record<string, string>> {
  for (const deadline = Date.now() + 30_000; ; await pause(50)) {
    try {
      return (await (await fetch(`http://127.0.0.1:${port}/`)).json()) as Record<string, string>
    } catch (error) {
      if (Date.now() > deadline || started.child.exitCode !== null)
        throw new Error(started.said(), { cause: error })
    }
  }
}

test('a start without any setting serves, keeps its secrets, refuses a twin, and stops cleanly', async (t) => {
  const port = await freePort()
  const first = launch({ PORT: String(port), FROM_BOTH: 'environment' })
  const facts = await answer(port, first)
  assert.equal(facts.user, 'guichet_owner')
  assert.equal(facts.GUICHET_DEMO, '1')
  assert.equal(facts.FROM_FILE, 'file')
  assert.equal(facts.FROM_BOTH, 'environment', 'what is set wins over the file')
  assert.ok(facts.SECRET_KEY!.length >= 32)
  assert.ok(existsSync(join(copy, 'web', 'dist', 'index.html')))

  await t.test('the same port is refused by name', async () => {
    const second = launch({ PORT: String(port) })
    assert.equal(await second.ended, 1)
    assert.match(second.said(), new RegExp(`PORT=`))
    assert.match(second.said(), new RegExp(String(port)))
  })

  await t.test('the same data under another port are refused, and the first goes on', async () => {
    const second = launch({ PORT: String(await freePort()) })
    assert.equal(await second.ended, 1)
    assert.match(second.said(), /already running on the data of/)
    assert.doesNotMatch(second.said(), /at .*\.ts:\d+/, 'a sentence, not a stack')
    assert.equal((await answer(port, first)).user, 'guichet_owner')
  })

  await t.test(
    'an echoed signal stops it once: server, then database',
    { skip: process.platform === 'win32' },
    async () => {
      first.child.kill('SIGINT')
      first.child.kill('SIGINT')
      assert.equal(await first.ended, 0)
      assert.match(first.said(), /server closed/)
      assert.equal(existsSync(join(copy, 'data', 'postgres', 'postmaster.pid')), false)
    },
  )

  await t.test(
    'after a sudden death it starts again, with the same secret and without building',
    async () => {
      const killed = launch({ PORT: String(port) })
      await answer(port, killed)
      killed.child.kill('SIGKILL')
      await killed.ended
      const again = launch({ PORT: String(port) })
      assert.equal((await answer(port, again)).SECRET_KEY, facts.SECRET_KEY)
      assert.doesNotMatch(again.said(), /Building the pages/)
      again.child.kill('SIGTERM')
      await again.ended
    },
  )
})

test('the demonstration is not offered to a network that did not ask for it', async () => {
  const port = await freePort()
  const data_dir = join(copy, 'other')
  const started = launch({ PORT: String(port), HOST: '0.0.0.0', DATA_DIR: data_dir })
  assert.equal((await answer(port, started)).GUICHET_DEMO, '0')
  started.child.kill('SIGTERM')
  await started.ended
})

test('pages that do not build stop the start with what the bundler said', async () => {
  const page = join(copy, 'web', 'index.html')
  const whole = readFileSync(page, 'utf8')
  writeFileSync(page, '<!doctype html><script type="module" src="/absent.ts"></script>')
  const started = launch({ PORT: String(await freePort()) })
  assert.equal(await started.ended, 1)
  assert.match(started.said(), /absent\.ts/)
  assert.equal(existsSync(join(copy, 'data', 'postgres', 'postmaster.pid')), false)
  writeFileSync(page, whole)
})

test('a taken port is told before anything is created', async () => {
  const taken = createServer()
  await new Promise<void>((done) => taken.listen(0, '127.0.0.1', done))
  const { port } = taken.address() as { port: number }
  const data_dir = join(copy, 'never')
  const started = launch({ PORT: String(port), DATA_DIR: data_dir })
  assert.equal(await started.ended, 1)
  assert.equal(existsSync(join(data_dir, 'postgres')), false)
  taken.close()
})
