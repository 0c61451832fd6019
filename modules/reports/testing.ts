import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { documents } from '@guichet/documents/module'
import { organisation } from '@guichet/organisation/module'
import type { Tenant } from '@guichet/platform/ctx'
import { newId } from '@guichet/platform/ids'
import { testHouse, until, type TestHouse } from '@guichet/platform/testing'
import { createWorker } from '@guichet/platform/worker'
import type { Report } from './contract.ts'
import { hasEnded } from './model.ts'
import { reports } from './module.ts'

export interface Cabinet {
  house: TestHouse
  tenant: Tenant
  headers: Record<string, string>
  client_id: string
  send: (
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: object,
    headers?: Record<string, string>,
  ) => Promise<{ status: number; body: never; raw: Buffer; headers: Record<string, unknown> }>
  /** A document that has been read, page by page. */
  document: (name: string, pages: (string | { unreadable: string })[], status?: string) => Promise<string>
  ask: (body?: object) => Promise<string>
  report: (id: string) => Promise<Report>
  ended: (id: string) => Promise<Report>
  upload: (
    path: string,
    bytes: Uint8Array,
    headers?: Record<string, string>,
  ) => Promise<{ status: number; body: never }>
}

/** An adviser's organisation with one client, and a worker at work unless told otherwise. */
export async function openCabinet(
  environment: Record<string, string> = {},
  options: { worker?: boolean } = {},
): Promise<Cabinet> {
  const house = await testHouse([organisation, documents, reports], environment)
  if (options.worker !== false) {
    const worker = await createWorker(house.platform)
    house.beforeClosing(() => worker.close())
  }
  return cabinetIn(house)
}

export async function cabinetIn(house: TestHouse): Promise<Cabinet> {
  const tenant = await house.tenant({ name: 'Cabinet Ndiaye Conseil' })
  const { headers } = await house.person(tenant, 'owner')
  const send: Cabinet['send'] = async (method, path, body, others = headers) => {
    const answer = await house.server.app.inject({
      method,
      url: `/api/v1/tenants/${tenant.slug}${path}`,
      headers: { 'accept-language': 'fr', ...others },
      ...(body ? { payload: body } : {}),
    })
    const json = (answer.headers['content-type'] ?? '').includes('json')
    return {
      status: answer.statusCode,
      body: (json ? answer.json() : null) as never,
      raw: answer.rawPayload,
      headers: answer.headers,
    }
  }
  const customer = await send('POST', '/customers', { name: 'Teranga Conseil' })
  assert.equal(customer.status, 201)
  const client_id = (customer.body as { id: string }).id
  const report = async (id: string) => (await send('GET', `/reports/${id}`)).body as Report
  return {
    house,
    tenant,
    headers,
    client_id,
    send,
    document: (name, pages, status = 'read') => addDocument(house, tenant, client_id, name, pages, status),
    async ask(body = {}) {
      const answer = await send('POST', '/reports', { client_name: 'teranga conseil', ...body })
      assert.equal(answer.status, 202, JSON.stringify(answer.body))
      return (answer.body as { job_id: string }).job_id
    },
    report,
    ended: (id) =>
      until(
        'the report has ended',
        async () => {
          const found = await report(id)
          return hasEnded(found.status) ? found : null
        },
        { within_ms: 60_000 },
      ),
    async upload(path, bytes, others = headers) {
      const answer = await house.server.app.inject({
        method: 'POST',
        url: `/api/v1/tenants/${tenant.slug}${path}`,
        headers: { 'accept-language': 'fr', 'content-type': 'application/octet-stream', ...others },
        payload: Buffer.from(bytes),
      })
      return { status: answer.statusCode, body: answer.json() as never }
    },
  }
}

/** Written as the documents room leaves it: reading real files is that room's own test. */
export function addDocument(
  house: TestHouse,
  tenant: Tenant,
  customer_id: string | null,
  name: string,
  pages: readonly (string | { unreadable: string })[],
  status = 'read',
): Promise<string> {
  return house.as(tenant, 'system', async ({ transaction: { db }, now }) => {
    const id = newId()
    await sql`insert into documents.document (tenant_id, id, customer_id, name, bytes, received, sha256, type, status, method, page_count, created_at, read_at)
      values (${tenant.id}, ${id}, ${customer_id}, ${name}, 1, ${status === 'uploading' ? 0 : 1}, ${'0'.repeat(64)}, 'pdf', ${status}, 'auto', ${pages.length}, ${now().toISOString()}, ${now().toISOString()})`.execute(
      db,
    )
    for (const [index, page] of pages.entries()) {
      const unreadable = typeof page !== 'string'
      await sql`insert into documents.page (tenant_id, document_id, page, pass, method, reason, text)
        values (${tenant.id}, ${id}, ${index + 1}, 1, ${unreadable ? 'unreadable' : 'text'}, ${unreadable ? page.unreadable : null}, ${unreadable ? '' : page})`.execute(
        db,
      )
    }
    return id
  })
}

export const lease = `CONTRAT DE BAIL COMMERCIAL

La société Teranga Conseil, SARL au capital de 10 000 000 F CFA, exerce une activité de conseil aux entreprises à Dakar.
Le bailleur donne à bail commercial au preneur les locaux situés 12 rue Félix Faure, Dakar.
Le loyer mensuel du bail est fixé à 450 000 F CFA, payable d’avance avant le cinq de chaque mois.
Le preneur verse une caution égale à deux mois de loyer à la signature du contrat.
Loyer mensuel : 450 000 F CFA
NINEA : 3067221 2G2
Référence : BAIL-2026-0017`
export const amendment = `AVENANT AU BAIL

Les parties conviennent que le loyer mensuel est porté à 475 000 F CFA à compter du 1er avril 2026.
Un litige oppose la société à son ancien bailleur, qui réclame des pénalités de retard et trois factures impayées.
Le preneur doit transmettre une attestation d’assurance avant le 30 juin 2026.
Loyer mensuel : 475 000 F CFA`
