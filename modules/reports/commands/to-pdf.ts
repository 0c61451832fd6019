import { execFile } from 'node:child_process'
import { access, constants, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { invalid, unavailable } from '@guichet/platform/errors'

const run = promisify(execFile)
const longest_ms = 90_000
const places = [
  '/usr/bin',
  '/usr/local/bin',
  '/opt/libreoffice/program',
  '/Applications/LibreOffice.app/Contents/MacOS',
]

let found: Promise<string | null> | undefined

/** LibreOffice, where this machine has it. Looked for once. */
export function findLibreOffice(): Promise<string | null> {
  found ??= (async () => {
    const folders = [...(process.env.PATH ?? '').split(delimiter), ...places]
    for (const folder of folders.filter(Boolean)) {
      for (const name of ['soffice', 'libreoffice', 'soffice.com']) {
        const path = join(folder, name)
        if (
          await access(path, constants.X_OK).then(
            () => true,
            () => false,
          )
        )
          return path
      }
    }
    return null
  })()
  return found
}

let queue: Promise<unknown> = Promise.resolve()

/** Turns a Word document into PDF. One at a time, each in a profile of its own: two that share one fail. */
export async function toPdf(docx: Buffer): Promise<Buffer> {
  const program = await findLibreOffice()
  if (!program) throw invalid('reports.no_pdf_here')
  const turn = queue.then(() => convert(program, docx))
  queue = turn.catch(() => {})
  return turn
}

async function convert(program: string, docx: Buffer): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-pdf-'))
  try {
    await writeFile(join(folder, 'report.docx'), docx)
    await run(
      program,
      [
        `-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`,
        '--headless',
        '--norestore',
        '--convert-to',
        'pdf',
        '--outdir',
        folder,
        join(folder, 'report.docx'),
      ],
      {
        timeout: longest_ms,
        killSignal: 'SIGKILL',
        env: { PATH: process.env.PATH, HOME: folder, LANG: 'C.UTF-8' },
      },
    )
    return await readFile(join(folder, 'report.pdf'))
  } catch {
    throw unavailable('reports.pdf_failed')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
