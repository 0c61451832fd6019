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
import { BrowserSubscription, isPushService, vapidKeys } from './subscription.ts'

/** Web Push, encrypted by `web-push` and sent by fetch. */
export async function webPushCarrier(account: Accounts['web_push'], config: Config): Promise<Carrier> {
  const { default: webPush } = await import('web-push')
  const vapidDetails = { subject: account.subject, ...vapidKeys(config.SECRET_KEY) }

  async function sendOne(letter: Letter, text: string, signal: AbortSignal): Promise<Outcome | 'gone'> {
    const subscription = BrowserSubscription.parse(JSON.parse(text))
    if (!isPushService(subscription.endpoint, config)) return 'gone'
    const payload = JSON.stringify({
      title: letter.title,
      body: letter.body,
      link: letter.link,
      // One notification on the screen, however often it arrives.
      tag: letter.message_id,
      lang: letter.locale,
    })
    const { endpoint, method, headers, body } = webPush.generateRequestDetails(subscription, payload, {
      vapidDetails,
      TTL: letter.life_s,
      urgency: letter.urgency === 'now' ? 'high' : 'normal',
      // Replaces what still waits at the push service: at most 32 signs of the base64url alphabet.
      topic: letter.message_id.replaceAll('-', ''),
    })
    try {
      const answer = await fetch(endpoint, {
        method,
        headers: headers as Record<string, string>,
        body: body as unknown as BodyInit,
        redirect: 'error',
        signal: AbortSignal.any([signal, AbortSignal.timeout(vendorTimeout_ms)]),
      })
      await answer.body?.cancel()
      if (answer.ok) return { kind: 'sent', vendor_id: answer.headers.get('location') }
      if (answer.status === 404 || answer.status === 410) return 'gone'
      return outcomeOfStatus(
        answer.status,
        `push service answered ${answer.status}`,
        answer.headers.get('retry-after'),
      )
    } catch (error) {
      return outcomeOfBreak((error as Error).cause ?? error)
    }
  }
  return { send: (letter, signal) => sendToAll(letter, (text) => sendOne(letter, text, signal)) }
}
