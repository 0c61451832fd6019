import { handle, handleCall, type Route } from '@guichet/platform/http'
import { fileLink } from '@guichet/platform/storage'
import { conflict } from '@guichet/platform/errors'
import { addClient } from './clients/commands.ts'
import { listClients, readClient } from './clients/queries.ts'
import * as contract from './contract.ts'
import { announce, receive } from './intake/commands/arrival.ts'
import { cancel, changeDocument, removeDocument, retry, setLimits } from './intake/commands/keeping.ts'
import { fileOf, listDocuments, readDocument } from './intake/queries/documents.ts'
import { readLimits } from './intake/queries/limits.ts'
import { pictureOf } from './reading/commands/draw.ts'
import { readWithPassword } from './reading/commands/password.ts'
import { listPages, readPage } from './reading/queries/pages.ts'
import { searchPages } from './search/queries.ts'

export const routes: Route[] = [
  handle(contract.listClients, (ctx, { query }) => listClients(ctx, query)),
  handle(contract.readClient, (ctx, { params }) => readClient(ctx, params.customer_id)),
  handle(contract.createClient, (ctx, { body }) => addClient(ctx, body.name)),
  handle(contract.listDocuments, (ctx, { query }) => listDocuments(ctx, query)),
  handle(contract.readDocument, (ctx, { params }) => readDocument(ctx, params.document_id)),
  handle(contract.createDocument, (ctx, { body }) => announce(ctx, body)),
  handleCall(contract.sendContent, (call, { params, query }) =>
    receive(call, params.document_id, query.from),
  ),
  handle(contract.changeDocument, (ctx, { params, body }) => changeDocument(ctx, params.document_id, body)),
  handle(contract.removeDocument, async (ctx, { params }) => {
    await removeDocument(ctx, params.document_id)
    return { removed: true }
  }),
  handle(contract.createReading, (ctx, { params, body }) => retry(ctx, params.document_id, body.method)),
  handle(contract.cancelReading, (ctx, { params }) => cancel(ctx, params.document_id)),
  handleCall(contract.openWithPassword, (call, { params, body }) =>
    readWithPassword(call, params.document_id, body.password),
  ),
  handleCall(contract.createLink, async (call, { params }) => {
    const tenant = call.tenant!
    const { sha256, name } = await call.open(tenant, (ctx) => fileOf(ctx, params.document_id))
    if (!sha256) throw conflict('documents.not_arrived')
    return { url: fileLink(call.platform, tenant, { sha256, name, type: 'application/octet-stream' }) }
  }),
  handle(contract.listPages, async (ctx, { params, query }) => {
    await readDocument(ctx, params.document_id)
    return listPages(ctx, params.document_id, query)
  }),
  handle(contract.readPage, async (ctx, { params }) => {
    await readDocument(ctx, params.document_id)
    return readPage(ctx, params.document_id, params.page)
  }),
  handleCall(contract.readPageImage, async (call, { params }) => {
    const tenant = call.tenant!
    const { name } = await call.open(tenant, (ctx) => fileOf(ctx, params.document_id))
    await call.open(tenant, (ctx) => readPage(ctx, params.document_id, params.page))
    const picture = await pictureOf(call.platform, tenant, params.document_id, params.page)
    const link = (sha256: string | null): string | null =>
      sha256 &&
      fileLink(call.platform, tenant, {
        sha256,
        name: `${name}-${params.page}.webp`,
        type: 'image/webp',
        disposition: 'inline',
        minutes: 60,
      })
    return {
      url: link(picture?.image_sha256 ?? null),
      thumbnail_url: link(picture?.thumbnail_sha256 ?? null),
    }
  }),
  handle(contract.searchDocuments, (ctx, { query }) => searchPages(ctx, query)),
  handle(contract.readLimits, (ctx) => readLimits(ctx)),
  handle(contract.setLimits, (ctx, { body }) => setLimits(ctx, body)),
]
