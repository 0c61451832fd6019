import type { Config } from '../../config.ts'
import type { Accounts } from '../accounts.ts'
import {
  outcomeOfBreak,
  outcomeOfStatus,
  vendorTimeout_ms,
  type Carrier,
  type Letter,
  type Outcome,
} from './carrier.ts'
import { refusalOf } from './twilio-refusals.ts'

const longestBody = 1_600

/** SMS and WhatsApp by Twilio's own SDK. */
export async function twilioCarrier(account: Accounts['twilio'], config: Config): Promise<Carrier> {
  const { default: twilio } = await import('twilio')
  const http = new twilio.RequestClient({ timeout: vendorTimeout_ms, keepAlive: true })
  const client = twilio(account.account_sid, account.auth_token, {
    lazyLoading: true,
    httpClient: {
      // The SDK's own error forgets the headers, and `Retry-After` with them.
      async request(options: Parameters<typeof http.request>[0]) {
        const answer = await http.request(options)
        if (answer.statusCode === 429 || answer.statusCode >= 500) throw busy(answer)
        return answer
      },
    } as typeof http,
  })
  if (config.TWILIO_API_URL) client.api.baseUrl = config.TWILIO_API_URL
  return {
    async send(letter) {
      try {
        const message = await client.messages.create(requestFor(letter, account))
        return { kind: 'sent', vendor_id: message.sid }
      } catch (error) {
        return outcomeOf(error)
      }
    },
    /** There is no idempotency key: what was sent to this address since then is looked through. */
    async find(letter, since) {
      const to = letter.channel === 'whatsapp' ? `whatsapp:${letter.address}` : letter.address
      const recent = await client.messages.list({ to, limit: 50 })
      const wanted = letter.body.slice(0, longestBody)
      const candidates = recent.filter(
        ({ body, dateCreated, direction }) =>
          direction.startsWith('outbound') &&
          dateCreated.getTime() >= since.getTime() - 2_000 &&
          // A template comes back as the words it became.
          (letter.content ? letter.content.values.every((value) => body.includes(value)) : body === wanted),
      )
      return candidates.map(({ sid }) => sid)
    },
  }
}

function requestFor(letter: Letter, account: Accounts['twilio']) {
  const whatsapp = letter.channel === 'whatsapp'
  const sender = whatsapp ? account.whatsapp_from! : account.sms_from!
  return {
    to: whatsapp ? `whatsapp:${letter.address}` : letter.address,
    ...(sender.startsWith('MG')
      ? { messagingServiceSid: sender }
      : { from: whatsapp ? `whatsapp:${sender.replace(/^whatsapp:/, '')}` : sender }),
    ...(letter.content
      ? {
          contentSid: letter.content.sid,
          contentVariables: JSON.stringify(
            Object.fromEntries(letter.content.values.map((value, index) => [String(index + 1), value])),
          ),
        }
      : { body: letter.body.slice(0, longestBody) }),
    ...(letter.receipts_url ? { statusCallback: letter.receipts_url } : {}),
    // The vendor itself drops what would come too late.
    ...(whatsapp ? {} : { validityPeriod: Math.min(letter.life_s, 36_000) }),
  }
}

interface VendorError {
  status?: number
  code?: number | string
  message?: string
  retry_after?: string | null
}
function busy({
  statusCode,
  body,
  headers,
}: {
  statusCode: number
  body: unknown
  headers?: unknown
}): Error {
  const { code, message } = (typeof body === 'object' && body ? body : {}) as VendorError
  const retry_after = (headers as Record<string, string> | undefined)?.['retry-after'] ?? null
  return Object.assign(new Error(message ?? 'no reason given'), { status: statusCode, code, retry_after })
}

function outcomeOf(error: unknown): Outcome {
  const { status, code, message, retry_after } = error as VendorError
  if (typeof status !== 'number') return outcomeOfBreak(error)
  const detail = `${code ?? status}: ${message ?? ''}`.slice(0, 300)
  if (
    status >= 400 &&
    status < 500 &&
    status !== 429 &&
    typeof code === 'number' &&
    refusalOf(code) !== 'vendor_refused'
  )
    return { kind: 'refused', reason: refusalOf(code), detail }
  return outcomeOfStatus(status, detail, retry_after)
}
