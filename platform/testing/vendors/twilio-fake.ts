import { createHmac, randomBytes } from 'node:crypto'
import {
  fakeServer,
  type FakeAnswer,
  type FakeRequest,
  type FakeServer,
  overTheNetwork,
  type Post,
} from './fake-server.ts'

export interface TwilioMessage {
  sid: string
  to: string
  from: string
  body: string
  status: string
  content_sid: string | null
  content_variables: Record<string, string>
  status_callback: string | null
  validity_period: string | null
  created_at: Date
}

export interface TwilioFake extends FakeServer {
  account: { account_sid: string; auth_token: string; sms_from: string; whatsapp_from: string }
  messages: TwilioMessage[]
  /** Numbers that wrote STOP, and that are no telephones. */
  opted_out: Set<string>
  unreachable: Set<string>
  /** Approved WhatsApp templates by their sid, with `{{1}}` for the variables. */
  contents: Map<string, string>
  /** A signed status callback, as Twilio posts it. */
  report: (message: TwilioMessage, status: string, error_code?: number) => Promise<{ status: number }>
  /** A signed incoming message. */
  receive: (
    url: string,
    message: { from: string; body: string; button_payload?: string; replied_sid?: string },
  ) => Promise<{ status: number }>
  sign: (url: string, fields: Record<string, string>) => string
}

const refusal = (status: number, code: number, message: string): FakeAnswer => ({
  status,
  body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status },
})

/** Twilio's Messages resource as its published description has it: create, list, status callbacks, incoming messages. */
export async function twilioFake(deliver: Post = overTheNetwork): Promise<TwilioFake> {
  const account = {
    account_sid: `AC${randomBytes(16).toString('hex')}`,
    auth_token: randomBytes(16).toString('hex'),
    sms_from: '+15005550006',
    whatsapp_from: '+14155238886',
  }
  const messages: TwilioMessage[] = []
  const opted_out = new Set<string>()
  const unreachable = new Set<string>()
  const contents = new Map<string, string>()
  const resource = (message: TwilioMessage) => ({
    sid: message.sid,
    account_sid: account.account_sid,
    api_version: '2010-04-01',
    to: message.to,
    from: message.from,
    body: message.body,
    status: message.status,
    direction: 'outbound-api',
    date_created: message.created_at.toUTCString(),
    date_updated: message.created_at.toUTCString(),
    date_sent: null,
    messaging_service_sid: null,
    num_media: '0',
    num_segments: '1',
    error_code: null,
    error_message: null,
    price: null,
    price_unit: 'USD',
    uri: `/2010-04-01/Accounts/${account.account_sid}/Messages/${message.sid}.json`,
    subresource_uris: {},
  })

  function create(fields: URLSearchParams): FakeAnswer {
    const to = fields.get('To') ?? ''
    const number = to.replace(/^whatsapp:/, '')
    const from = fields.get('From') ?? fields.get('MessagingServiceSid')
    const content_sid = fields.get('ContentSid')
    if (!to) return refusal(400, 21604, "A 'To' phone number is required.")
    if (!from) return refusal(400, 21603, "A 'From' phone number is required.")
    if (!/^\+[1-9]\d{6,14}$/.test(number) || unreachable.has(number))
      return refusal(400, 21211, `Invalid 'To' Phone Number: ${number}`)
    if (opted_out.has(number)) return refusal(400, 21610, 'Attempt to send to unsubscribed recipient')
    const variables = JSON.parse(fields.get('ContentVariables') ?? '{}') as Record<string, string>
    const content = content_sid === null ? null : contents.get(content_sid)
    if (content_sid !== null && content === undefined)
      return refusal(400, 21656, 'The ContentSid is invalid.')
    const body =
      content?.replace(/\{\{(\d+)\}\}/g, (whole, n: string) => variables[n] ?? whole) ??
      fields.get('Body') ??
      ''
    if (!body) return refusal(400, 21602, 'Message body is required.')
    if (body.length > 1_600)
      return refusal(400, 21617, 'The concatenated message body exceeds the 1600 character limit')
    const message: TwilioMessage = {
      sid: `SM${randomBytes(16).toString('hex')}`,
      to,
      from,
      body,
      status: 'queued',
      content_sid,
      content_variables: variables,
      status_callback: fields.get('StatusCallback'),
      validity_period: fields.get('ValidityPeriod'),
      created_at: new Date(),
    }
    messages.push(message)
    return { status: 201, body: resource(message) }
  }

  function list(query: URLSearchParams): FakeAnswer {
    const size = Number(query.get('PageSize') ?? 50)
    const to = query.get('To')
    const found = messages.filter((message) => !to || message.to === to).toReversed()
    const uri = `/2010-04-01/Accounts/${account.account_sid}/Messages.json`
    const page = { page: 0, page_size: size, start: 0, end: found.length, uri, first_page_uri: uri }
    return {
      status: 200,
      body: {
        ...page,
        messages: found.slice(0, size).map(resource),
        next_page_uri: null,
        previous_page_uri: null,
      },
    }
  }

  const expected = `Basic ${Buffer.from(`${account.account_sid}:${account.auth_token}`).toString('base64')}`
  const server = await fakeServer(
    (request: FakeRequest) => {
      if (request.headers.authorization !== expected) return refusal(401, 20003, 'Authenticate')
      if (request.path !== `/2010-04-01/Accounts/${account.account_sid}/Messages.json`)
        return refusal(404, 20404, 'The requested resource was not found')
      return request.method === 'POST'
        ? create(new URLSearchParams(request.body.toString()))
        : list(request.query)
    },
    (status) => ({
      code: status === 429 ? 20429 : 20500,
      message: status === 429 ? 'Too Many Requests' : 'An internal server error has occurred',
      status,
    }),
  )

  /** The address, then every field by name with its value, under the account's token. */
  const sign = (url: string, fields: Record<string, string>): string =>
    createHmac('sha1', account.auth_token)
      .update(
        url +
          Object.keys(fields)
            .toSorted()
            .map((name) => name + fields[name]!)
            .join(''),
      )
      .digest('base64')
  const post = (url: string, fields: Record<string, string>): Promise<{ status: number }> =>
    deliver(url, {
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-twilio-signature': sign(url, fields),
      },
      body: new URLSearchParams(fields).toString(),
    })
  return Object.assign(server, {
    account,
    messages,
    opted_out,
    unreachable,
    contents,
    sign,
    report(message: TwilioMessage, status: string, error_code?: number) {
      message.status = status
      return post(message.status_callback!, {
        AccountSid: account.account_sid,
        ApiVersion: '2010-04-01',
        MessageSid: message.sid,
        SmsSid: message.sid,
        MessageStatus: status,
        SmsStatus: status,
        To: message.to,
        From: message.from,
        ...(error_code ? { ErrorCode: String(error_code) } : {}),
      })
    },
    receive(url: string, { from, body, button_payload, replied_sid }: Parameters<TwilioFake['receive']>[1]) {
      const whatsapp = from.startsWith('whatsapp:')
      return post(url, {
        AccountSid: account.account_sid,
        MessageSid: `SM${randomBytes(16).toString('hex')}`,
        SmsStatus: 'received',
        From: from,
        To: whatsapp ? `whatsapp:${account.whatsapp_from}` : account.sms_from,
        Body: body,
        NumMedia: '0',
        ...(button_payload ? { ButtonPayload: button_payload, ButtonText: body } : {}),
        ...(replied_sid ? { OriginalRepliedMessageSid: replied_sid } : {}),
      })
    },
  })
}
