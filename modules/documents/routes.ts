import { handle, type Route } from '@guichet/platform/http'
import * as contract from './contract.ts'
import { listDocuments, readDocument } from './intake/queries/documents.ts'
import { listPages, readPage } from './reading/queries/pages.ts'

export const routes: Route[] = [
  handle(contract.listDocuments, (ctx, { query }) => listDocuments(ctx, query)),
  handle(contract.readDocument, (ctx, { params }) => readDocument(ctx, params.document_id)),
  handle(contract.listPages, async (ctx, { params, query }) => {
    await readDocument(ctx, params.document_id)
    return listPages(ctx, params.document_id, query)
  }),
  handle(contract.readPage, async (ctx, { params }) => {
    await readDocument(ctx, params.document_id)
    return readPage(ctx, params.document_id, params.page)
  }),
]
