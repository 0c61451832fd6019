import { conflict, unavailable } from '@guichet/platform/errors'
import type { Call } from '@guichet/platform/http'
import type { DocumentSummary } from '../../contract.ts'
import { readDocument } from '../../intake/queries/documents.ts'
import { readOn, type Outcome } from './read.ts'

/** A password lives in this process alone: so does the reading that needs it. */
const most = 2
let underway = 0
const longest_ms = 15 * 60_000

/**
 * Reads a protected document with its password, here rather than in the worker: what is never written
 * down cannot be handed over. Killed meanwhile, the document asks for its password again.
 */
export async function readWithPassword(
  call: Call,
  document_id: string,
  password: string,
): Promise<DocumentSummary> {
  const tenant = call.tenant!
  const before = await call.open(tenant, (ctx) => readDocument(ctx, document_id))
  if (before.status !== 'needs_password') throw conflict('documents.no_password_wanted')
  if (underway >= most) throw unavailable('documents.too_busy', 20)
  underway++
  let opened: () => void = () => {}
  const opening = new Promise<'opened'>((done) => (opened = () => done('opened')))
  const reading = readOn({
    platform: call.platform,
    tenant,
    document_id,
    password,
    from: ['needs_password'],
    signal: AbortSignal.timeout(longest_ms),
    budget_ms: longest_ms,
    opened,
  }).finally(() => underway--)
  reading.catch((error: unknown) =>
    call.platform.log.warn({ err: error, document_id }, 'could not read with a password'),
  )
  const outcome: Outcome | 'opened' = await Promise.race([opening, reading])
  if (outcome === 'wrong_password') throw conflict('documents.wrong_password')
  return call.open(tenant, (ctx) => readDocument(ctx, document_id))
}
