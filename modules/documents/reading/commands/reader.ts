import { spawn, type ChildProcess } from 'node:child_process'
import { accessSync, constants, copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { setPriority, tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Job, Said } from '../model/job.ts'

/** What a child may take; a page of 8 million points, decoded three times over, fits. */
const memory_bytes = 700 * 1024 * 1024
const heap_mb = 400
/** From one word of the child to the next. */
const silence_ms = 55_000

export type Ended =
  | { how: 'done'; page_count: number }
  | { how: 'refused'; reason: string }
  /** The child was ended, or ended itself: `page` is the one it was on. */
  | { how: 'fell'; reason: 'too_slow' | 'memory' | 'crashed'; page: number | null }
  | { how: 'stopped' }

export interface Reading {
  job: Job
  file: Readable
  signal: AbortSignal
  /** Each word in turn; the child waits meanwhile. Returning false stops it. */
  heard: (said: Said) => Promise<boolean>
  silence_ms?: number
}

const here = fileURLToPath(new URL('.', import.meta.url))
const root = fileURLToPath(new URL('../../../../', import.meta.url))

/**
 * Has one file read by a process of its own, which sees nothing of ours: no environment, no files but the
 * programs, no network; and is killed when it is silent for too long, whatever it is doing.
 */
export function inChild(reading: Reading): Promise<Ended> {
  const { job, signal } = reading
  const child = spawn(
    process.execPath,
    [
      `--max-old-space-size=${heap_mb}`,
      // Pages are many short-lived objects (measured: a third of the time went to collecting them).
      '--max-semi-space-size=32',
      '--permission',
      `--allow-fs-read=${join(root, 'node_modules')}`,
      `--allow-fs-read=${join(root, 'modules')}`,
      `--allow-fs-read=${join(root, 'package.json')}`,
      '--allow-addons',
      '--allow-worker',
      ...(job.tesseract ? ['--allow-child-process'] : [`--allow-fs-read=${job.languages}`]),
      '--disable-warning=SecurityWarning',
      join(here, 'child', 'main.ts'),
    ],
    {
      cwd: root,
      env: {
        PATH: process.env.PATH ?? '',
        READER_MEMORY: String(memory_bytes),
        // Letters are drawn from the file's own fonts or the engine's: looking for the machine's takes a second.
        DISABLE_SYSTEM_FONTS_LOAD: '1',
      },
      stdio: ['pipe', 'ignore', 'pipe', 'ipc'],
      serialization: 'advanced',
      // A group of its own, so that the recognition it started ends with it.
      detached: process.platform !== 'win32',
      windowsHide: true,
    },
  )
  if (job.task === 'read') giveWay(child.pid)
  return new Promise<Ended>((done, failed) => {
    let ended: Ended | null = null
    let page: number | null = null
    let complaint = ''
    let slow = false
    let turn: Promise<void> = Promise.resolve()
    let timer: NodeJS.Timeout | undefined
    const listen = () => {
      clearTimeout(timer)
      timer = setTimeout(() => {
        slow = true
        kill(child)
      }, reading.silence_ms ?? silence_ms)
    }
    const stop = () => {
      ended = { how: 'stopped' }
      kill(child)
    }
    const fail = (error: unknown) => {
      kill(child)
      failed(error as Error)
    }
    signal.addEventListener('abort', stop, { once: true })
    if (signal.aborted) stop()
    listen()
    child.on('error', fail)
    child.stderr!.on(
      'data',
      (part: Buffer) => (complaint = (complaint + part.toString('latin1')).slice(-4_000)),
    )
    child.on('message', (said: Said) => {
      listen()
      if (said.say === 'turning') page = said.page
      else if (said.say === 'done') ended = { how: 'done', page_count: said.page_count }
      else if (said.say === 'refused') ended = { how: 'refused', reason: said.reason }
      turn = turn.then(async () => {
        if (ended?.how === 'stopped') return
        const go = await reading.heard(said)
        // Storing takes its own time, for which the child is not to blame.
        listen()
        if (!go) stop()
        else if (said.say === 'page' || said.say === 'attachment' || said.say === 'drawn') answer(child)
      })
      turn.catch(fail)
    })
    child.on('close', () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
      const reason = slow
        ? 'too_slow'
        : /too much memory|heap out of memory|Allocation failed/i.test(complaint)
          ? 'memory'
          : 'crashed'
      // Words that came just before the end are still being stored.
      void turn.finally(() => done(ended ?? { how: 'fell', reason, page })).catch(() => {})
    })
    child.send({ job }, (error) => {
      if (error) return // it ended at once; `close` tells
    })
    // A child that refuses early closes its input: that is not a failure of ours.
    pipeline(reading.file, child.stdin!).catch((error: NodeJS.ErrnoException) => {
      if (
        error.code !== 'EPIPE' &&
        error.code !== 'ERR_STREAM_PREMATURE_CLOSE' &&
        error.code !== 'ECONNRESET'
      )
        fail(error)
    })
  })
}

function answer(child: ChildProcess): void {
  if (child.connected) child.send({ next: true }, () => {})
}

function kill(child: ChildProcess): void {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  try {
    if (process.platform !== 'win32') process.kill(-child.pid, 'SIGKILL')
    else child.kill('SIGKILL')
  } catch {
    child.kill('SIGKILL')
  }
}

/** The machine's own recognition, if it has one. */
export function findTesseract(path = process.env.PATH ?? ''): string | null {
  const name = process.platform === 'win32' ? 'tesseract.exe' : 'tesseract'
  for (const folder of path.split(delimiter).filter(Boolean)) {
    try {
      const file = join(folder, name)
      accessSync(file, constants.X_OK)
      return file
    } catch {
      // Not there.
    }
  }
  return null
}

let copied: string | null = null

/** The languages of the engine that comes with the product, gathered in one folder as it wants them. */
export function languageFolder(): string {
  if (copied) return copied
  const folder = mkdtempSync(join(tmpdir(), 'guichet-languages-'))
  for (const code of ['fra', 'eng']) {
    const found = createRequire(import.meta.url).resolve(`@tesseract.js-data/${code}/package.json`)
    const file = `${code}.traineddata.gz`
    copyFileSync(join(dirname(found), '4.0.0_best_int', file), join(folder, file))
  }
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return (copied = folder)
}

/** Reading gives way to people who wait for an answer. */
function giveWay(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    setPriority(pid, 10)
  } catch {
    // Not allowed here, or gone already.
  }
}
