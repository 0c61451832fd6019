import type { Config } from '../../config.ts'
import type { Accounts } from '../accounts.ts'
import { outcomeOfBreak, outcomeOfStatus, vendorTimeout_ms, type Carrier } from './carrier.ts'
import { listHeaders, mailBody, messageIdOf } from './mail.ts'

interface HttpClient {
  setDefaultRequest: (key: string, value: string) => void
}

/** E-mail by SendGrid's own SDK. */
export async function sendgridCarrier(account: Accounts['sendgrid'], config: Config): Promise<Carrier> {
  // The package hands out one service for all; each account needs its own.
  const { default: shared } = await import('@sendgrid/mail')
  const service = new (shared.constructor as new () => typeof shared & { client: HttpClient })()
  service.setApiKey(account.api_key)
  service.setTimeout(vendorTimeout_ms)
  if (config.SENDGRID_API_URL) service.client.setDefaultRequest('baseUrl', config.SENDGRID_API_URL)
  return {
    async send(letter) {
      const { text, html } = mailBody(letter, letter.words)
      const files = await letter.open_attachments()
      if (!files) return { kind: 'refused', reason: 'attachment_missing', detail: 'attachment missing' }
      try {
        const [answer] = await service.send({
          to: letter.name ? { email: letter.address, name: letter.name } : letter.address,
          from: { email: account.from, name: letter.tenant.name },
          subject: letter.title,
          text,
          html,
          headers: { ...listHeaders(letter), 'Message-ID': messageIdOf(letter, account.from) },
          // Come back with every event: a receipt finds its message even when our own answer was lost.
          customArgs: { message_id: letter.message_id, organisation: letter.tenant.ref },
          attachments: files.map(({ name, type, bytes }) => ({
            content: bytes.toString('base64'),
            filename: name,
            type,
            disposition: 'attachment',
          })),
          trackingSettings: { clickTracking: { enable: false, enableText: false } },
        })
        const id: unknown = (answer.headers as Record<string, unknown>)['x-message-id']
        return { kind: 'sent', vendor_id: typeof id === 'string' ? id : null }
      } catch (error) {
        const { code, response } = error as {
          code?: number
          response?: {
            headers?: Record<string, string>
            body?: { errors?: { message?: string; field?: string }[] }
          }
        }
        if (typeof code !== 'number' || !response) return outcomeOfBreak(error)
        const fault = response.body?.errors?.[0]
        const detail = `${code}: ${fault?.message ?? ''}`
        if (code === 400 && /personalizations\.\d+\.to/.test(fault?.field ?? ''))
          return { kind: 'refused', reason: 'bad_address', detail }
        return outcomeOfStatus(code, detail, response.headers?.['retry-after'])
      }
    },
  }
}
