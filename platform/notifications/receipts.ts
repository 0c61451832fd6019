import { createHmac, createPublicKey, createVerify, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Directory } from '../auth/identity.ts'
import { system, type Ctx, type Tenant } from '../ctx.ts'
import { forbidden, invalid, notFound } from '../errors.ts'
import { inTenant, type Platform } from '../platform.ts'
import { accountsOf, type Accounts } from './accounts.ts'
import { takeIncoming } from './incoming.ts'
import { takeReport, type Report } from './reports.ts'
import { refusalOf } from './channels/twilio-refusals.ts'

/** Vendors come in waves: what one of them may post a minute. */
const limit = { rateLimit: { max: 6_000 } }
/** SendGrid's events older than this are replays of somebody who kept them. */
const oldest_s = 24 * 3_600

/**
 * Where vendors report what became of messages. Bodies are kept as they came: signatures are over bytes, and
 * nothing is read before the signature holds.
 */
export async function registerReceipts(
  app: FastifyInstance,
  platform: Platform,
  directory: Directory,
): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: 1024 * 1024 }, (_request, body, done) =>
      done(null, body),
    )
    const open = async <T>(request: FastifyRequest, work: (ctx: Ctx) => Promise<T>): Promise<T> => {
      const { ref } = request.params as { ref: string }
      const tenant: Tenant | null = /^[a-z0-9]{1,12}$/.test(ref) ? await directory.tenantByRef(ref) : null
      if (!tenant) throw notFound('platform.not_found')
      return inTenant(platform, { tenant, actor: system, request_id: request.id }, work)
    }
    const twilio = (
      path: string,
      take: (ctx: Ctx, fields: Record<string, string>, query: URLSearchParams) => Promise<void>,
    ) =>
      scope.post(path, { config: limit }, async (request, reply) => {
        await open(request, async (ctx) => {
          const fields = fieldsOf(request.body)
          const account = (await accountsOf(ctx, platform)).get('twilio')?.account as
            | Accounts['twilio']
            | undefined
          const url = `${(platform.config.PUBLIC_URL ?? '').replace(/\/$/, '')}${request.url}`
          if (
            !account ||
            !isFromTwilio(account.auth_token, url, fields, request.headers['x-twilio-signature'])
          )
            return refuse(request)
          await take(ctx, fields, new URLSearchParams(request.url.split('?')[1] ?? ''))
        })
        return empty(reply)
      })
    twilio('/receipts/twilio/:ref', async (ctx, fields, query) => {
      const report = twilioReport(fields, query.get('message'))
      if (report) await takeReport(ctx, report)
    })
    twilio('/receipts/twilio/:ref/incoming', (ctx, fields) => takeIncoming(ctx, platform, fields))
    scope.post('/receipts/sendgrid/:ref', { config: limit }, async (request, reply) => {
      await open(request, async (ctx) => {
        const account = (await accountsOf(ctx, platform)).get('sendgrid')?.account as
          | Accounts['sendgrid']
          | undefined
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
        const sent_at = String(request.headers['x-twilio-email-event-webhook-timestamp'] ?? '')
        const signature = String(request.headers['x-twilio-email-event-webhook-signature'] ?? '')
        if (!account?.webhook_key || !isFromSendgrid(account.webhook_key, sent_at, body, signature))
          return refuse(request)
        const events = SendgridEvents.safeParse(JSON.parse(body.toString()))
        if (!events.success) throw invalid('platform.invalid_input')
        for (const event of events.data) {
          const report = sendgridReport(event)
          if (report) await takeReport(ctx, report)
        }
      })
      return empty(reply)
    })
  })
}

const empty = (reply: FastifyReply): FastifyReply => reply.type('text/xml').send('<Response/>')

function refuse(request: FastifyRequest): never {
  request.log.warn(
    { event: 'receipt_refused', route: request.routeOptions.url },
    'a receipt with a wrong signature',
  )
  throw forbidden('platform.bad_signature')
}

const fieldsOf = (body: unknown): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(Buffer.isBuffer(body) ? body.toString() : ''))

/** Twilio signs the address it called, followed by every field by name with its value. */
function isFromTwilio(
  auth_token: string,
  url: string,
  fields: Record<string, string>,
  given: unknown,
): boolean {
  const said =
    url +
    Object.keys(fields)
      .toSorted()
      .map((name) => name + fields[name]!)
      .join('')
  const ours = createHmac('sha1', auth_token).update(said).digest()
  const theirs = Buffer.from(typeof given === 'string' ? given : '', 'base64')
  return ours.length === theirs.length && timingSafeEqual(ours, theirs)
}

/** SendGrid signs the moment and the bytes with its own key (ECDSA on P-256). */
function isFromSendgrid(key: string, sent_at: string, body: Buffer, signature: string): boolean {
  if (!/^\d{1,12}$/.test(sent_at) || Math.abs(Date.now() / 1_000 - Number(sent_at)) > oldest_s) return false
  try {
    const public_key = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' })
    return createVerify('SHA256').update(sent_at).update(body).verify(public_key, signature, 'base64')
  } catch {
    return false
  }
}

function twilioReport(fields: Record<string, string>, message_id: string | null): Report | null {
  const { MessageSid: vendor_id, MessageStatus: status = '', ErrorCode: code } = fields
  if (!vendor_id) return null
  const base = { vendor: 'twilio' as const, receipt_id: `${vendor_id} ${status}`, vendor_id, message_id }
  switch (status) {
    case 'sent':
      return { ...base, status: 'sent' }
    case 'delivered':
      return { ...base, status: 'delivered' }
    case 'read':
      return { ...base, status: 'read' }
    case 'failed':
    case 'undelivered':
      return {
        ...base,
        status: 'failed',
        reason: code ? refusalOf(Number(code)) : 'vendor_refused',
        detail: `${status} ${code ?? ''}`.trim(),
      }
    default:
      return null // accepted, queued, sending: nothing we do not know
  }
}

const SendgridEvents = z
  .array(
    z.object({
      event: z.string().max(40),
      sg_event_id: z.string().min(1).max(200),
      sg_message_id: z.string().max(200).optional(),
      message_id: z.string().max(80).optional(),
      reason: z.string().optional(),
      type: z.string().max(40).optional(),
    }),
  )
  .max(5_000)

function sendgridReport(event: z.infer<typeof SendgridEvents>[number]): Report | null {
  const base = {
    vendor: 'sendgrid' as const,
    receipt_id: event.sg_event_id,
    vendor_id: event.sg_message_id?.split('.')[0] ?? null,
    message_id: event.message_id ?? null,
  }
  const detail = `${event.event} ${event.reason ?? ''}`.trim()
  switch (event.event) {
    case 'processed':
      return { ...base, status: 'sent' }
    case 'delivered':
      return { ...base, status: 'delivered' }
    case 'open':
    case 'click':
      return { ...base, status: 'read' }
    case 'bounce':
      // "blocked" is the server's bad day, a plain bounce an inbox that does not exist.
      return {
        ...base,
        status: 'failed',
        reason: event.type === 'blocked' ? 'vendor_refused' : 'bad_address',
        detail,
      }
    case 'dropped':
      return {
        ...base,
        status: 'failed',
        reason: /unsubscrib|spam/i.test(event.reason ?? '') ? 'opted_out' : 'bad_address',
        detail,
      }
    case 'spamreport':
    case 'unsubscribe':
    case 'group_unsubscribe':
      return { ...base, status: 'opted_out', detail }
    default:
      return null
  }
}
