/** What those above the stock may ask of it. */
export { record, type Entry, type LedgerDocument } from './ledger/commands/record.ts'
export { readInThread } from './exchange/commands/read-file.ts'
export { keepFile } from './exchange/commands/take-in.ts'
export { applyImport } from './exchange/commands/apply.ts'
export { createLocation, createProduct } from './catalogue/commands.ts'
