/** What the bench measures a reading with: the child itself, and files made for it. */
export { usualLimits } from '../model.ts'
export { inChild } from '../reading/commands/reader.ts'
export { line, pdfFile } from './pdf.ts'
