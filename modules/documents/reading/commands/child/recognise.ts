import { spawn } from 'node:child_process'
import sharp from 'sharp'
import type { Job } from '../../model/job.ts'
import { clean } from '../../model/plain-text.ts'

type Engines = Pick<Job, 'tesseract' | 'languages'>

export interface Recognised {
  text: string
  /** Of the words, weighted by their length, 0 to 100. */
  confidence: number
  words: number
}

/** Below this the page may lie on its side. */
const doubtful = 60
/** Turning a page costs as much as reading it: a slow page is not read four times. */
const turnWithin_ms = 30_000

/** The text of a picture of a page (PNG, grey), whichever way up it lies. */
export async function recognise(page: Buffer, engines: Engines): Promise<Recognised> {
  const begun = performance.now()
  let best = await readOnce(page, engines)
  if (best.confidence >= doubtful && best.words > 2) return best
  const { stdev } = (await sharp(page).stats()).channels[0]!
  if (stdev < 4 && best.words < 3) return { text: '', confidence: 0, words: 0 }
  for (const angle of [90, 270, 180]) {
    if (performance.now() - begun > turnWithin_ms) break
    const turned = await readOnce(
      await sharp(page).rotate(angle).png({ compressionLevel: 1 }).toBuffer(),
      engines,
    )
    if (score(turned) > score(best)) best = turned
    if (best.confidence >= 75 && best.words > 2) break
  }
  return best
}

const score = ({ confidence, words }: Recognised): number => confidence * Math.log2(2 + words)

const readOnce = async (page: Buffer, { tesseract, languages }: Engines): Promise<Recognised> =>
  fromTable(tesseract ? await byProgram(page, tesseract) : await byLibrary(page, languages))

/** The machine's own engine. Its threads fight each other on busy cores (measured: 33 s instead of 5). */
function byProgram(page: Buffer, tesseract: string): Promise<string> {
  return new Promise((done, failed) => {
    const program = spawn(tesseract, ['stdin', 'stdout', '-l', 'fra+eng', '--psm', '3', 'tsv'], {
      env: { ...process.env, OMP_THREAD_LIMIT: '1' },
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    const parts: Buffer[] = []
    program.stdout.on('data', (part: Buffer) => parts.push(part))
    program.on('error', failed)
    program.on('close', (code) =>
      code === 0
        ? done(Buffer.concat(parts).toString('utf8'))
        : failed(new Error(`tesseract ended with ${code}`)),
    )
    program.stdin.on('error', () => {})
    program.stdin.end(page)
  })
}

interface Engine {
  recognize: (image: Buffer, options: object, output: object) => Promise<{ data: { tsv: string | null } }>
}
let engine: Promise<Engine> | null = null

/** The engine that comes with the product; nothing is fetched. */
async function byLibrary(page: Buffer, languages: string): Promise<string> {
  engine ??= (async () => {
    const { createWorker } = await import('tesseract.js')
    const options = { langPath: languages, cacheMethod: 'none', gzip: true }
    return (await createWorker(['fra', 'eng'], 1, options)) as unknown as Engine
  })()
  const { data } = await (await engine).recognize(page, {}, { text: false, tsv: true })
  return data.tsv ?? ''
}

/** Tesseract's table: one line a word, with block, paragraph, line and confidence. */
export function fromTable(table: string): Recognised {
  let text = ''
  let last = ''
  let last_block = ''
  let weight = 0
  let sum = 0
  let words = 0
  for (const row of table.split('\n')) {
    const cells = row.split('\t')
    const [level, , block, paragraph, line] = cells
    const word = cells[11]?.trim()
    const confidence = Number(cells[10])
    if (level !== '5' || !word || confidence < 0) continue
    const here_block = `${block} ${paragraph}`
    const here = `${here_block} ${line}`
    if (text !== '') text += here === last ? ' ' : here_block === last_block ? '\n' : '\n\n'
    text += word
    last = here
    last_block = here_block
    if (/[\p{L}\p{N}]/u.test(word)) {
      words++
      weight += word.length
      sum += word.length * confidence
    }
  }
  return { text: clean(text), confidence: weight === 0 ? 0 : Math.round(sum / weight), words }
}
