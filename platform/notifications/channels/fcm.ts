import { createSign } from 'node:crypto'
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
import { sendToAll } from './send-to-all.ts'

const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Push to telephones' apps by Firebase Cloud Messaging HTTP v1. */
export function fcmCarrier(account: Accounts['fcm'], config: Config): Carrier {
  // Never an address from the account's own file: an organisation must not make the server call one of its choice.
  const token_url = config.FCM_TOKEN_URL ?? 'https://oauth2.googleapis.com/token'
  const send_url = `${(config.FCM_API_URL ?? 'https://fcm.googleapis.com').replace(/\/$/, '')}/v1/projects/${account.project_id}/messages:send`
  let token: { text: string; good_until: number } | null = null

  /** A service account's bearer token (RFC 7523), kept until a minute before its end. */
  async function bearer(signal: AbortSignal): Promise<string | Outcome> {
    if (token && token.good_until > Date.now()) return token.text
    const issued_s = Math.floor(Date.now() / 1_000)
    const claims = {
      iss: account.client_email,
      scope: 'https://www.googleapis.com/auth/firebase.messaging',
      aud: token_url,
      iat: issued_s,
      exp: issued_s + 3_600,
    }
    const unsigned = `${base64({ alg: 'RS256', typ: 'JWT' })}.${base64(claims)}`
    const signature = createSign('RSA-SHA256').update(unsigned).sign(account.private_key, 'base64url')
    const answer = await fetch(token_url, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(vendorTimeout_ms)]),
      body: new URLSearchParams({
        grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
        assertion: `${unsigned}.${signature}`,
      }),
    })
    const body = (await answer.json().catch(() => ({}))) as {
      access_token?: string
      expires_in?: number
      error?: string
    }
    if (!answer.ok || !body.access_token) {
      return {
        kind: 'later',
        detail: `token: ${answer.status} ${body.error ?? ''}`,
        uncertain: false,
        counts_as_failure: true,
      }
    }
    token = { text: body.access_token, good_until: Date.now() + ((body.expires_in ?? 3_600) - 60) * 1_000 }
    return token.text
  }

  async function sendOne(letter: Letter, device: string, signal: AbortSignal): Promise<Outcome | 'gone'> {
    try {
      const bearing = await bearer(signal)
      if (typeof bearing !== 'string') return bearing
      const answer = await fetch(send_url, {
        method: 'POST',
        redirect: 'error',
        headers: { authorization: `Bearer ${bearing}`, 'content-type': 'application/json' },
        signal: AbortSignal.any([signal, AbortSignal.timeout(vendorTimeout_ms)]),
        body: JSON.stringify({ message: messageFor(letter, device) }),
      })
      const body = (await answer.json().catch(() => ({}))) as {
        name?: string
        error?: { status?: string; message?: string; details?: { errorCode?: string }[] }
      }
      if (answer.ok) return { kind: 'sent', vendor_id: body.name ?? null }
      if (answer.status === 401) token = null
      const code = body.error?.details?.find((detail) => detail.errorCode)?.errorCode
      if (answer.status === 404 || code === 'UNREGISTERED') return 'gone'
      return outcomeOfStatus(
        answer.status,
        `${answer.status}: ${code ?? body.error?.status ?? ''} ${body.error?.message ?? ''}`,
        answer.headers.get('retry-after'),
      )
    } catch (error) {
      return outcomeOfBreak((error as Error).cause ?? error)
    }
  }
  return { send: (letter, signal) => sendToAll(letter, (device) => sendOne(letter, device, signal)) }
}

/** The message's id collapses what arrives twice into one on the telephone. */
function messageFor(letter: Letter, token: string) {
  const id = letter.message_id
  const urgent = letter.urgency === 'now'
  return {
    token,
    notification: { title: letter.title, body: letter.body },
    data: { message_id: id, ...(letter.link ? { link: letter.link } : {}) },
    android: {
      priority: urgent ? 'HIGH' : 'NORMAL',
      ttl: `${letter.life_s}s`,
      collapse_key: id,
      notification: { tag: id },
    },
    apns: {
      headers: {
        'apns-collapse-id': id,
        'apns-priority': urgent ? '10' : '5',
        'apns-expiration': String(Math.floor(Date.now() / 1_000) + letter.life_s),
      },
    },
  }
}
