import { tablesOf } from '@guichet/platform/db'
import { conflict } from '@guichet/platform/errors'
import type { Call } from '@guichet/platform/http'
import { dispositionOf } from '@guichet/platform/storage'
import { reportRow } from '../queries/reports.ts'
import type { ReportsTables } from '../tables.ts'
import { toPdf } from './to-pdf.ts'

const db = tablesOf<ReportsTables>()
export const docxType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

/** Answers a file. */
export async function sendFile(
  call: Call,
  name: string,
  format: 'docx' | 'pdf',
  bytes: Buffer,
): Promise<undefined> {
  await call.reply
    .header('content-disposition', dispositionOf('attachment', `${fileName(name)}.${format}`))
    .type(format === 'pdf' ? 'application/pdf' : docxType)
    .send(bytes)
}

/** What every file system accepts. */
const fileName = (name: string): string =>
  name
    .replace(/[\\/:*?"<>|\p{Cc}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 120) || 'Guichet'

/** The report as a file; its PDF is made once and kept. */
export async function giveOut(call: Call, report_id: string, format: 'docx' | 'pdf'): Promise<undefined> {
  const { platform } = call
  const tenant = call.tenant!
  const report = await call.open(tenant, (ctx) => reportRow(ctx, report_id))
  if (report.status !== 'COMPLETED' || !report.file_sha256) throw conflict('reports.not_completed')
  const title = (report.content as { title: string }).title
  const docx = await platform.files.read(tenant.id, report.file_sha256, 64 * 1024 * 1024)
  if (format === 'docx') return sendFile(call, title, format, docx)
  if (report.pdf_sha256)
    return sendFile(
      call,
      title,
      format,
      await platform.files.read(tenant.id, report.pdf_sha256, 64 * 1024 * 1024),
    )
  const pdf = await toPdf(docx)
  const kept = await platform.files.put(tenant.id, bytesOf(pdf))
  await call.open(tenant, (ctx) =>
    db(ctx)
      .updateTable('reports.report')
      .set({ pdf_sha256: kept.sha256 })
      .where('id', '=', report_id)
      .where('file_sha256', '=', report.file_sha256!)
      .execute(),
  )
  return sendFile(call, title, format, pdf)
}

/** Files are taken in as streams. */
export async function* bytesOf(buffer: Buffer): AsyncGenerator<Uint8Array> {
  yield buffer
}
