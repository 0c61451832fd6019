import './kiosk.css'
import { ProblemError } from '@guichet/kit/client'
import { setLocale, useLocale, useText } from '@guichet/kit/texts'
import { useEffect, useEffectEvent, useReducer } from 'react'
import { issueTicket } from '../../contract.ts'
import { isLost, isUnpaired, type Paired, useDevice, useScreenOn } from '@guichet/kit/device-link'
import { after, patienceOf, start, type Wish } from './kiosk-flow.ts'
import { KioskFrame } from './KioskFrame.tsx'
import { KioskChoices } from './KioskChoices.tsx'
import { KioskMessage } from './KioskMessage.tsx'
import { KioskTicket } from './KioskTicket.tsx'
import { PhonePad } from './PhonePad.tsx'
import { Starting } from './Starting.tsx'
import { StillThere } from './StillThere.tsx'
import { useChoices } from './use-choices.ts'
import { usePatience } from './use-patience.ts'

/** The kiosk: touch what you came for, and a ticket comes. */
export function KioskScreen() {
  const text = useText('queue')
  const { paired, unreachable } = useDevice('kiosk')
  useScreenOn()
  useEffect(() => {
    document.title = `${text('kiosk.title')} · Guichet`
  }, [text])
  if (!paired) {
    return (
      <Starting
        title={text(unreachable ? 'kiosk.unreachable' : 'kiosk.starting')}
        hint={unreachable ? text('kiosk.unreachable_hint') : null}
      />
    )
  }
  return <Kiosk paired={paired} />
}

function Kiosk({ paired }: { paired: Paired }) {
  const text = useText('queue')
  const locale = useLocale()
  const { tenant, device } = paired
  const { api, choices, offline } = useChoices(paired)
  const [step, act] = useReducer(after, start)

  const resting = step.kind === 'choose' && step.page === 0 && locale === tenant.locale
  const patience = patienceOf(step, resting)
  const home = (): void => {
    act({ kind: 'home' })
    void setLocale(tenant.locale)
  }
  const left = usePatience(patience?.after_s ?? null, step.kind, home)
  const warned = left !== null && patience !== null && left <= patience.warn_s

  const issue = useEffectEvent(async (wish: Wish) => {
    const { key, choice, phone, channel } = wish
    try {
      const reply = await api.request(
        issueTicket,
        {
          params: { site_id: device.site_id },
          body: {
            service_id: choice.id,
            locale,
            ...(phone
              ? { visitor_phone: phone, channels: channel === 'whatsapp' ? ['whatsapp', 'sms'] : ['sms'] }
              : {}),
          },
        },
        { idempotency_key: key },
      )
      const { ticket, url, ahead, range } = reply
      act({
        kind: 'taken',
        key,
        ticket: {
          number: ticket.number,
          issued_at: ticket.issued_at,
          url: new URL(url, location.origin).href,
          ahead,
          range,
        },
      })
    } catch (error) {
      if (isLost(error) || !(error instanceof ProblemError)) act({ kind: 'lost', key })
      else if (isUnpaired(error) && error.problem.status !== 404) location.replace('/device')
      else act({ kind: 'refused', key, text: error.problem.title })
    }
  })
  const wish = step.kind === 'issuing' ? step.wish : null
  useEffect(() => {
    if (wish) void issue(wish)
  }, [wish])

  return (
    <>
      <KioskFrame
        name={choices?.site_name ?? tenant.name}
        offline={offline}
        onHome={step.kind === 'choose' && step.page === 0 ? null : home}
      >
        {step.kind === 'choose' && (
          <KioskChoices
            choices={choices}
            page={step.page}
            onPage={(page) => act({ kind: 'turn', page })}
            onChoose={(choice) =>
              act({
                kind: 'chosen',
                choice,
                key: crypto.randomUUID(),
                ask_phone: device.settings.ask_phone === true,
              })
            }
          />
        )}
        {step.kind === 'phone' && (
          <PhonePad
            country={tenant.country === 'SN' ? 'SN' : 'FR'}
            digits={step.digits}
            wrong={step.wrong}
            onType={(digits) => act({ kind: 'typed', digits })}
            onWrong={() => act({ kind: 'phone_wrong' })}
            onGive={(phone, channel) => act({ kind: 'phone_given', phone, channel })}
          />
        )}
        {step.kind === 'issuing' && <KioskMessage title={text('kiosk.issuing')} waiting />}
        {step.kind === 'lost' && (
          <KioskMessage
            title={text('kiosk.lost')}
            hint={text('kiosk.lost_hint')}
            note={text('kiosk.ask')}
            button={text('kiosk.retry')}
            onPress={() => act({ kind: 'retry' })}
          />
        )}
        {step.kind === 'refused' && (
          <KioskMessage
            title={step.text}
            note={text('kiosk.ask')}
            button={text('kiosk.back')}
            onPress={home}
          />
        )}
        {step.kind === 'ticket' && (
          <KioskTicket
            key={step.wish.key}
            place={choices?.site_name ?? tenant.name}
            organisation={tenant.name}
            time_zone={tenant.time_zone}
            choice={step.wish.choice}
            ticket={step.ticket}
            auto_print={device.settings.auto_print === true}
            left={left ?? 0}
            onDone={home}
          />
        )}
      </KioskFrame>
      {warned && left !== null && <StillThere left={left} />}
    </>
  )
}
