import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from './embedded-postgres.ts'
import { findProgram, installWithApt } from './find-program.ts'

/** A Redis on a loopback port that keeps nothing; undefined where there is none and none can be installed. */
export async function startRedisForTests(
  folder: string,
  say: (line: string) => void,
): Promise<{ url: string; stop: () => Promise<void> } | undefined> {
  const find = () => findProgram('redis-server', 'valkey-server')
  const program = find() ?? (installWithApt('redis-server', say) ? find() : undefined)
  if (!program) {
    say(
      '!! No redis-server on this machine: the tests that need Redis are skipped. Install redis-server to run them.',
    )
    return undefined
  }
  const port = await freePort()
  const settings = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
    '--dir',
    folder,
  ]
  const child = spawn(program, settings, { stdio: 'ignore', detached: process.platform !== 'win32' })
  const gone = new Promise<void>((done) => {
    child.on('exit', () => done())
    child.on('error', () => done())
  })
  const kill = () => child.kill('SIGKILL')
  process.on('exit', kill)
  if (child.pid) writeFileSync(join(folder, 'redis.pid'), `${child.pid}\n127.0.0.1:${port}\n`)
  const stop = async () => {
    process.off('exit', kill)
    child.kill('SIGTERM')
    await gone
  }
  for (const deadline = Date.now() + 5_000; !(await answers(port)); await pause(30)) {
    if (Date.now() < deadline && child.exitCode === null) continue
    say('!! redis-server does not start: the tests that need Redis are skipped.')
    await stop()
    return undefined
  }
  return { url: `redis://127.0.0.1:${port}`, stop }
}

function answers(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'))
    socket.setTimeout(500, () => socket.destroy())
    socket.once('data', (reply: Buffer) => {
      socket.destroy()
      done(reply.toString().startsWith('+PONG'))
    })
    socket.on('error', () => done(false))
    socket.on('close', () => done(false))
  })
}
