import { execFile, type ChildProcess } from 'node:child_process'
import { createReadStream, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { inChild, line, pdfFile, usualLimits } from '@guichet/documents/bench'
import { atMost, fact, median, none, quantile, type Figure, type Line } from './figure.ts'
import { openHall, type Hall } from './hall.ts'
import { environmentOf, type Bench } from './house.ts'
import { startedProgram } from './server.ts'

const run = promisify(execFile)
const words =
  'Le présent contrat précise les modalités de la prestation conclue entre les parties pour une durée déterminée et renouvelable'.split(
    ' ',
  )

/** About 4,400 letters a page, as in a contract set small. */
function longFile(page_count: number): Buffer {
  const row = (page: number, n: number): string =>
    `${Array.from({ length: 13 }, (_, k) => words[(page * 7 + n * 3 + k * 5) % words.length]).join(' ')} ${page}-${n}`
  return pdfFile(
    Array.from({ length: page_count }, (_, page) => ({
      content:
        line(60, 800, `Page ${page + 1}`, 16, 'F2') +
        Array.from({ length: 50 }, (__, n) => line(60, 770 - n * 14, row(page, n), 10)).join(''),
    })),
  )
}

export const documents: Figure = {
  name: 'documents',
  title: 'reading a text PDF of 500 pages',
  async run(bench) {
    const page_count = bench.quick ? 100 : 500
    const bytes = longFile(page_count)
    const path = join(bench.folder, 'long.pdf')
    writeFileSync(path, bytes)
    const lines = await besidePoppler(bench, path, page_count)
    return [...lines, ...(await underway(bench, bytes, page_count))]
  },
}

/** The child alone, from its start to its last page, in turns with poppler. */
async function besidePoppler(bench: Bench, path: string, page_count: number): Promise<Line[]> {
  const poppler = await run('pdftotext', ['-v']).then(
    () => true,
    () => false,
  )
  const [own, theirs, peaks]: number[][] = [[], [], []]
  for (let turn = 0; turn < (bench.quick ? 1 : 5); turn++) {
    if (poppler) {
      const since = performance.now()
      await run('pdftotext', ['-layout', path, '/dev/null'])
      theirs!.push(performance.now() - since)
    }
    const since = performance.now()
    const watch = watchPeak()
    let pages = 0
    const ended = await inChild({
      file: createReadStream(path),
      signal: new AbortController().signal,
      job: {
        task: 'read',
        name: 'long.pdf',
        method: 'auto',
        skip: [],
        draw: [],
        password: null,
        limits: usualLimits,
        tesseract: null,
        languages: bench.folder,
      },
      async heard(said) {
        if (said.say === 'page' && said.method === 'text') pages++
        return true
      },
    })
    own!.push(performance.now() - since)
    peaks!.push(watch.stop())
    if (ended.how !== 'done' || pages !== page_count)
      throw new Error(`${pages} pages read: ${JSON.stringify(ended)}`)
  }
  const peak = Math.max(...peaks!)
  const seconds = `${(median(own!) / 1000).toFixed(1)} s`
  return [
    Number.isFinite(peak) && peak > 0
      ? atMost('peak memory of the child', peak / 1e6, 500, ' MB')
      : fact('peak memory of the child', 'SKIPPED: no /proc on this system'),
    poppler
      ? atMost(
          'time against pdftotext',
          median(own!.map((ms, turn) => ms / theirs![turn]!)),
          4,
          ' times',
          `${seconds} against ${(median(theirs!) / 1000).toFixed(2)} s`,
        )
      : fact('time against pdftotext', `SKIPPED: no poppler on this machine (${seconds})`),
  ]
}

/** Children of this process (or of another) that read a file. */
function readersOf(parent: number): number[] {
  try {
    return readdirSync('/proc')
      .map(Number)
      .filter((pid) => {
        try {
          return (
            pid > 0 &&
            readFileSync(`/proc/${pid}/status`, 'utf8').includes(`\nPPid:\t${parent}\n`) &&
            readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('child/main.ts')
          )
        } catch {
          return false // gone meanwhile
        }
      })
  } catch {
    return []
  }
}

function watchPeak(): { stop: () => number } {
  let peak = 0
  const timer = setInterval(() => {
    for (const pid of readersOf(process.pid)) {
      try {
        const found = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
        peak = Math.max(peak, Number(found?.[1] ?? 0) * 1024)
      } catch {
        // Gone meanwhile.
      }
    }
  }, 100)
  return {
    stop() {
      clearInterval(timer)
      return peak
    },
  }
}

/** In the running product: others meanwhile, a worker killed in the middle, a cancellation. */
async function underway(bench: Bench, bytes: Buffer, page_count: number): Promise<Line[]> {
  const hall = await openHall(bench, 'documents', { services: 1 })
  const { admin } = hall.database
  // Every page written is counted by the database itself, however often it is written.
  await admin.query(`
    create table public.bench_write (page int not null);
    create function public.bench_count() returns trigger language plpgsql security definer as
      'begin insert into public.bench_write values (new.page); return new; end';
    create trigger bench_count after insert or update of text on documents.page for each row execute function public.bench_count()`)
  const count = async (query: string): Promise<number> => Number((await admin.query(query)).rows[0].n)
  const pagesRead = () => count('select count(*) as n from documents.page')
  const startWorker = async (): Promise<ChildProcess> => {
    const program = await startedProgram(
      './reading-process.ts',
      { ...environmentOf(bench, hall.database, hall.port), GUICHET_ROLES: 'worker' },
      join(bench.folder, 'reading.log'),
    )
    bench.afterwards(() => program.kill('SIGKILL'))
    return program
  }

  const idle = await latencies(hall, async () => false)
  let worker = await startWorker()
  const first = await send(hall, bytes)
  await until(async () => (await pagesRead()) > 0)
  const busy = await latencies(hall, async () => (await pagesRead()) >= page_count / 2)
  await until(async () => (await pagesRead()) >= page_count / 2)
  worker.kill('SIGKILL')
  const killed_at = performance.now()
  const stored = await pagesRead()
  worker = await startWorker()
  await until(async () => (await pagesRead()) > stored)
  const back_s = (performance.now() - killed_at) / 1000
  await until(async () => (await statusOf(hall, first)) === 'read')
  const writes = await count('select count(*) as n from public.bench_write')
  const pages = await count(`select count(*) as n from documents.page where document_id = '${first}'`)

  const second = await send(hall, bytes)
  await until(async () => (await statusOf(hall, second)) === 'reading' && readersOf(worker.pid!).length > 0)
  const asked = performance.now()
  await api(hall, 'POST', `/documents/${second}/cancellation`, {})
  const shown = (await statusOf(hall, second)) === 'cancelled'
  const shown_s = (performance.now() - asked) / 1000
  await until(async () => readersOf(worker.pid!).length === 0)
  const gone_s = (performance.now() - asked) / 1000
  const [before, meanwhile] = [quantile(idle, 0.95), quantile(busy, 0.95)]
  return [
    atMost(
      'other calls meanwhile, p95',
      meanwhile / before,
      2,
      ' times',
      `${meanwhile.toFixed(1)} against ${before.toFixed(1)} ms, ${busy.length} calls`,
    ),
    fact('worker killed (-9) at page', `${stored}, reading again after ${back_s.toFixed(1)} s`),
    none('pages missing afterwards', page_count - pages),
    // The child is never more than one page ahead of what is stored: that one page is read twice.
    atMost('pages stored twice', writes - page_count, 1),
    atMost('cancellation shown after', shown ? shown_s : Number.POSITIVE_INFINITY, 2, ' s'),
    atMost('reading process gone after', gone_s, 2, ' s'),
  ]
}

async function until(done: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 300_000
  while (!(await done())) {
    if (performance.now() > deadline) throw new Error('waited in vain')
    await wait(20)
  }
}

async function api(
  hall: Hall,
  method: string,
  path: string,
  body?: object | Buffer,
): Promise<Record<string, unknown>> {
  const raw = Buffer.isBuffer(body)
  const answer = await fetch(`http://127.0.0.1:${hall.port}${hall.path(path)}`, {
    method,
    headers: {
      ...hall.owner.headers,
      ...(body ? { 'content-type': raw ? 'application/octet-stream' : 'application/json' } : {}),
    },
    body: body ? (raw ? new Uint8Array(body) : JSON.stringify(body)) : undefined,
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as Record<string, unknown>
}

async function send(hall: Hall, bytes: Buffer): Promise<string> {
  const { document_id } = await api(hall, 'POST', '/documents', { name: 'long.pdf', bytes: bytes.length })
  await api(hall, 'PUT', `/documents/${document_id as string}/content?from=0`, bytes)
  return document_id as string
}
const statusOf = async (hall: Hall, id: string): Promise<string> =>
  (await api(hall, 'GET', `/documents/${id}`)).status as string

/** A light page of another room, asked for again and again. */
async function latencies(hall: Hall, over: () => Promise<boolean>): Promise<number[]> {
  const all: number[] = []
  while (all.length < 300 && !(all.length > 20 && all.length % 20 === 0 && (await over()))) {
    const since = performance.now()
    await api(hall, 'GET', '/services')
    all.push(performance.now() - since)
    await wait(10)
  }
  return all
}
