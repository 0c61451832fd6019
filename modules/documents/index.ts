/** What the other rooms may ask of documents. */
export { documentsById, documentsOf } from './intake/queries/documents.ts'
export { readPages, type PageText } from './reading/queries/pages.ts'
export { askExtraction } from './reading/commands/ask.ts'
export type { DocumentSummary } from './contract.ts'
