import assert from 'node:assert/strict'
import { organisation } from '@guichet/organisation/module'
import type { Tenant } from '@guichet/platform/ctx'
import { testHouse, until, type TestHouse } from '@guichet/platform/testing'
import { createWorker } from '@guichet/platform/worker'
import type { DocumentSummary } from './contract.ts'
import { documents } from './module.ts'

export interface Reader {
  house: TestHouse
  tenant: Tenant
  headers: Record<string, string>
  /** Sends a request to the organisation's part of the API. */
  ask: (
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    payload?: object | Buffer,
    headers?: Record<string, string>,
    // oxlint-disable-next-line no-explicit-any -- tests look into answers of every shape
  ) => Promise<{ status: number; body: any }>
  /** Uploads a file whole. @returns its id */
  upload: (name: string, bytes: Buffer, more?: object) => Promise<string>
  /** Waits until nothing more happens to a document by itself. */
  ended: (document_id: string) => Promise<DocumentSummary>
}

/** A house with an organisation, somebody who may do everything in it, and a worker that reads. */
export async function readingHouse(environment: Record<string, string> = {}): Promise<Reader> {
  const house = await testHouse([organisation, documents], environment)
  const tenant = await house.tenant({ slug: environment.CLIENTS_TENANT })
  const { headers } = await house.person(tenant, 'owner')
  const worker = await createWorker(house.platform)
  house.beforeClosing(() => worker.close())
  const reader: Reader = {
    house,
    tenant,
    headers,
    async ask(method, path, payload, more = {}) {
      const raw = Buffer.isBuffer(payload)
      const answer = await house.server.app.inject({
        method,
        url: `/api/v1/tenants/${tenant.slug}${path}`,
        headers: { ...headers, ...(raw ? { 'content-type': 'application/octet-stream' } : {}), ...more },
        ...(payload === undefined ? {} : { payload }),
      })
      return { status: answer.statusCode, body: answer.body === '' ? null : JSON.parse(answer.body) }
    },
    async upload(name, bytes, more = {}) {
      const announced = await reader.ask('POST', '/documents', { name, bytes: bytes.length, ...more })
      assert.equal(announced.status, 201, JSON.stringify(announced.body))
      const id = announced.body.document_id as string
      const sent = await reader.ask('PUT', `/documents/${id}/content?from=0`, bytes)
      assert.deepEqual(sent.body, { received: bytes.length, whole: true })
      return id
    },
    async ended(document_id) {
      return until(
        'a document to be read',
        async () => {
          const { body } = await reader.ask('GET', `/documents/${document_id}`)
          return ['uploading', 'queued', 'reading'].includes(body.status) ? null : (body as DocumentSummary)
        },
        { within_ms: 90_000 },
      )
    },
  }
  return reader
}
