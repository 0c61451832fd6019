import { fork, type ChildProcess } from 'node:child_process'
import { openSync, readFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'

export interface ServerProcess {
  /** Resolves when it serves; rejects when it ends before. */
  ready: Promise<void>
  /** `kill -9`; resolves when the process is gone. */
  kill: () => Promise<void>
  pid: number
  /** Resident memory in bytes, after a garbage collection. */
  memory: () => Promise<number>
}

const logs = new Map<ChildProcess, string>()
process.on('exit', () => {
  for (const program of logs.keys()) program.kill('SIGKILL')
})

/** Its folder is gone when somebody reads the error, so the error carries the end of its log. */
const ending = (program: ChildProcess, log_file: string, how: string | number | null): Error =>
  new Error(`${program.spawnargs.at(-1)} ended (${how}):\n${readFileSync(log_file, 'utf8').slice(-1_500)}`)

/** Runs one of this folder's programs in a process of its own. What it prints goes to the log file. */
function startProgram(file: string, environment: Record<string, string>, log_file: string): ChildProcess {
  const log = openSync(log_file, 'a')
  const program = fork(fileURLToPath(new URL(file, import.meta.url)), {
    env: { PATH: process.env.PATH, ...environment },
    execArgv: ['--expose-gc'],
    stdio: ['ignore', log, log, 'ipc'],
  })
  logs.set(program, log_file)
  program.once('exit', () => logs.delete(program))
  return program
}

export async function startedProgram(
  file: string,
  environment: Record<string, string>,
  log_file: string,
): Promise<ChildProcess> {
  const program = startProgram(file, environment, log_file)
  await readiness(program, log_file)
  return program
}

const readiness = (program: ChildProcess, log_file: string): Promise<void> =>
  new Promise((done, failed) => {
    program.on('message', (message: { ready?: boolean }) => message.ready && done())
    program.once('exit', (code, signal) => failed(ending(program, log_file, signal ?? code)))
  })

/** Sends an order and waits for the message that carries its answer; rejects when the program ends instead. */
export function ask<T>(program: ChildProcess, order: object, answer: string): Promise<T> {
  return new Promise((done, failed) => {
    const log_file = logs.get(program)!
    const ended = (code: number | null) => failed(ending(program, log_file, code))
    const listen = (message: Record<string, unknown>) => {
      if (!(answer in message)) return
      program.off('message', listen)
      program.off('exit', ended)
      done(message[answer] as T)
    }
    program.on('message', listen)
    program.once('exit', ended)
    program.send(order)
  })
}

export function startServer(environment: Record<string, string>, log_file: string): ServerProcess {
  const program = startProgram('./server-process.ts', environment, log_file)
  const gone = new Promise<void>((done) => program.once('exit', () => done()))
  const ready = readiness(program, log_file)
  ready.catch(() => {})
  return {
    ready,
    pid: program.pid!,
    async kill() {
      program.kill('SIGKILL')
      await gone
    },
    memory: () => ask<number>(program, { order: 'memory' }, 'rss'),
  }
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}
