import type { ServiceChoice } from '../../contract.ts'

export interface TakenTicket {
  number: string
  url: string
  ahead: number
  range: { from_minutes: number; to_minutes: number } | null
  issued_at: string
}

/** One wish for a ticket: its key stays the same however often the request has to be repeated. */
export interface Wish {
  choice: ServiceChoice
  key: string
  phone: string | null
  channel?: 'whatsapp' | 'sms' | undefined
}

export type Step =
  | { kind: 'choose'; page: number }
  | { kind: 'phone'; wish: Wish; digits: string; wrong: boolean }
  | { kind: 'issuing'; wish: Wish }
  /** No answer came; the ticket may exist. */
  | { kind: 'lost'; wish: Wish }
  | { kind: 'refused'; text: string }
  | { kind: 'ticket'; wish: Wish; ticket: TakenTicket }

export type Act =
  | { kind: 'home' }
  | { kind: 'turn'; page: number }
  | { kind: 'chosen'; choice: ServiceChoice; key: string; ask_phone: boolean }
  | { kind: 'typed'; digits: string }
  | { kind: 'phone_wrong' }
  | { kind: 'phone_given'; phone: string | null; channel?: 'whatsapp' | 'sms' | undefined }
  | { kind: 'taken'; key: string; ticket: TakenTicket }
  | { kind: 'lost'; key: string }
  | { kind: 'refused'; key: string; text: string }
  | { kind: 'retry' }

export const start: Step = { kind: 'choose', page: 0 }

/** What follows what. An answer to a wish that somebody has since given up changes nothing. */
export function after(step: Step, act: Act): Step {
  switch (act.kind) {
    case 'home':
      return start
    case 'turn':
      return step.kind === 'choose' ? { kind: 'choose', page: act.page } : step
    case 'chosen': {
      // A second touch while the first is under way must not take a second ticket.
      if (step.kind !== 'choose') return step
      const wish = { choice: act.choice, key: act.key, phone: null }
      return act.ask_phone ? { kind: 'phone', wish, digits: '', wrong: false } : { kind: 'issuing', wish }
    }
    case 'typed':
      return step.kind === 'phone' ? { ...step, digits: act.digits, wrong: false } : step
    case 'phone_wrong':
      return step.kind === 'phone' ? { ...step, wrong: true } : step
    case 'phone_given':
      return step.kind === 'phone'
        ? { kind: 'issuing', wish: { ...step.wish, phone: act.phone, channel: act.channel } }
        : step
    case 'retry':
      return step.kind === 'lost' ? { kind: 'issuing', wish: step.wish } : step
    case 'taken':
      return isOf(step, act.key) ? { kind: 'ticket', wish: step.wish, ticket: act.ticket } : step
    case 'lost':
      return isOf(step, act.key) ? { kind: 'lost', wish: step.wish } : step
    case 'refused':
      return isOf(step, act.key) ? { kind: 'refused', text: act.text } : step
  }
}

function isOf(step: Step, key: string): step is Extract<Step, { kind: 'issuing' }> {
  return step.kind === 'issuing' && step.wish.key === key
}

/** Seconds without a touch after which a step is given up, and those at its end that are counted aloud. */
export function patienceOf(step: Step, resting: boolean): { after_s: number; warn_s: number } | null {
  switch (step.kind) {
    case 'choose':
      return resting ? null : { after_s: 60, warn_s: 0 }
    case 'issuing':
      return null // ends by itself, one way or the other
    case 'ticket':
      return { after_s: 20, warn_s: 0 }
    default:
      return { after_s: 60, warn_s: 20 }
  }
}

/** At most this many tiles stand on one screen. */
export const most_tiles = 8

/** Services by screen: the last tile of a full one leads on to the others. */
export function screens<T>(choices: readonly T[]): readonly (readonly T[])[] {
  if (choices.length <= most_tiles) return [choices]
  const pages: T[][] = []
  for (let at = 0; at < choices.length; at += most_tiles - 1)
    pages.push(choices.slice(at, at + most_tiles - 1))
  return pages
}
