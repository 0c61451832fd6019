import { createSign, generateKeyPairSync, randomBytes } from 'node:crypto'
import { bearerOf, fakeServer, type FakeServer, overTheNetwork, type Post } from './fake-server.ts'

export interface SendgridMail {
  id: string
  to: string
  from: { email: string; name?: string }
  subject: string
  content: { type: string; value: string }[]
  custom_args: Record<string, string>
  headers: Record<string, string>
  attachments: { content: string; filename: string; type: string }[]
}
export interface SendgridFake extends FakeServer {
  account: { api_key: string; from: string; webhook_key: string }
  mails: SendgridMail[]
  /** A signed batch of events about one mail. */
  report: (
    url: string,
    mail: SendgridMail,
    events: { event: string; reason?: string; id?: string }[],
  ) => Promise<{ status: number }>
}

const refusal = (field: string, message: string) => ({
  status: 400,
  body: { errors: [{ message, field, help: null }] },
})
const address = /^[^@\s]+@[^@\s]+\.[^@\s]+$/

/** SendGrid's mail send and its signed event webhook. */
export async function sendgridFake(deliver: Post = overTheNetwork): Promise<SendgridFake> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const account = {
    api_key: `SG.${randomBytes(16).toString('hex')}`,
    from: 'bonjour@guichet.test',
    webhook_key: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
  }
  const mails: SendgridMail[] = []
  const server = await fakeServer(
    (request) => {
      if (bearerOf(request) !== account.api_key)
        return {
          status: 401,
          body: {
            errors: [
              { message: 'The provided authorization grant is invalid, expired, or revoked', field: null },
            ],
          },
        }
      if (request.path !== '/v3/mail/send' || request.method !== 'POST')
        return { status: 404, body: { errors: [{ message: 'not found' }] } }
      const mail = JSON.parse(request.body.toString())
      const to = mail.personalizations?.[0]?.to?.[0]?.email
      if (typeof to !== 'string' || !address.test(to))
        return refusal('personalizations.0.to.0.email', 'Does not contain a valid address.')
      if (!address.test(mail.from?.email ?? ''))
        return refusal('from.email', 'The from email does not contain a valid address.')
      if (!mail.subject) return refusal('subject', 'The subject is required.')
      if (!mail.content?.length)
        return refusal('content', 'The content value must be a string at least one character in length.')
      const id = randomBytes(11).toString('base64url')
      mails.push({
        id,
        to,
        from: mail.from,
        subject: mail.subject,
        content: mail.content,
        custom_args: mail.custom_args ?? mail.personalizations[0].custom_args ?? {},
        headers: mail.headers ?? mail.personalizations[0].headers ?? {},
        attachments: mail.attachments ?? [],
      })
      return { status: 202, headers: { 'x-message-id': id } }
    },
    (status) => ({
      errors: [{ message: status === 429 ? 'too many requests' : 'internal error', field: null }],
    }),
  )
  return Object.assign(server, {
    account,
    mails,
    report(url: string, mail: SendgridMail, events: { event: string; reason?: string; id?: string }[]) {
      const timestamp = String(Math.floor(Date.now() / 1_000))
      const body = JSON.stringify(
        events.map(({ event, reason, id }) => ({
          email: mail.to,
          event,
          timestamp: Number(timestamp),
          sg_event_id: id ?? randomBytes(12).toString('base64url'),
          sg_message_id: `${mail.id}.filter0001`,
          ...mail.custom_args,
          ...(reason ? { reason } : {}),
        })),
      )
      return deliver(url, {
        headers: {
          'content-type': 'application/json',
          'x-twilio-email-event-webhook-timestamp': timestamp,
          'x-twilio-email-event-webhook-signature': createSign('SHA256')
            .update(timestamp + body)
            .sign(privateKey, 'base64'),
        },
        body,
      })
    },
  })
}
