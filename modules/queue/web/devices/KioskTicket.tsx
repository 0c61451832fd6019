import { Icon } from '@guichet/kit/icon'
import { QrCode } from '@guichet/kit/qr'
import { useFormats, useLocale, useText } from '@guichet/kit/texts'
import { useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import type { ServiceChoice } from '../../contract.ts'
import type { TakenTicket } from './kiosk-flow.ts'
import { rangeText } from './wait-range.ts'

interface KioskTicketProps {
  organisation: string
  place: string
  time_zone: string
  choice: ServiceChoice
  ticket: TakenTicket
  auto_print: boolean
  /** Seconds until the next visitor's turn. */
  left: number
  onDone: () => void
}

export function KioskTicket(props: KioskTicketProps) {
  const { ticket, choice, auto_print, left, onDone } = props
  const text = useText('queue')
  const locale = useLocale()
  const [printed, setPrinted] = useState(auto_print)
  useEffect(() => {
    // After a first frame, so that the paper is there to be printed.
    if (auto_print) setTimeout(() => window.print(), 100)
  }, [auto_print])
  const name = locale === 'en' ? (choice.name_en ?? choice.name) : choice.name
  return (
    <section
      className="m-auto grid w-full max-w-5xl items-center gap-x-12 gap-y-6 py-4 text-center landscape:grid-cols-[3fr_2fr]"
      aria-live="polite"
    >
      <div className="grid gap-3">
        <p className="text-2xl text-muted">{text('visitor.your_ticket')}</p>
        <h1
          className="leading-none font-extrabold whitespace-nowrap text-accent"
          style={{ fontSize: `min(14rem, ${90 / Math.max(4, ticket.number.length)}vw)` }}
        >
          {ticket.number}
        </h1>
        <p className="text-2xl font-semibold">{name}</p>
        <p className="text-3xl font-bold">{text('visitor.ahead', { count: ticket.ahead })}</p>
        {ticket.range && (
          <p className="text-2xl">
            {text('visitor.range.label')} <b className="whitespace-nowrap">{rangeText(text, ticket.range)}</b>
          </p>
        )}
      </div>
      <div className="grid justify-items-center gap-4 rounded-[16px] [&_svg]:size-[15rem] border border-line bg-surface p-6 shadow-raised">
        <QrCode text={ticket.url} label={text('kiosk.scan_label', { number: ticket.number })} size={260} />
        <p className="max-w-72 text-xl font-semibold text-balance">{text('kiosk.scan')}</p>
      </div>
      <div className="col-span-full grid grid-cols-2 gap-4">
        <button
          type="button"
          onClick={() => {
            setPrinted(true)
            window.print()
          }}
          className="inline-flex min-h-22 items-center justify-center gap-3 rounded border border-control bg-surface px-6 text-2xl font-semibold active:bg-sunken"
        >
          <Icon name="printer" size={32} />
          {text('kiosk.print')}
        </button>
        <button
          type="button"
          onClick={onDone}
          className="min-h-22 rounded bg-accent px-6 text-2xl font-semibold text-on-accent active:bg-accent-strong"
        >
          {text('kiosk.done')}
        </button>
      </div>
      <p className="col-span-full text-lg text-muted">
        {printed && <span className="block font-semibold text-success">{text('kiosk.printed')}</span>}
        <span aria-live="off">{text('kiosk.leaving', { count: left })}</span>
      </p>
      <Paper {...props} name={name} />
    </section>
  )
}

/** What comes out of the printer: a roll of 58 or 80 mm. */
function Paper({ organisation, place, time_zone, ticket, name }: KioskTicketProps & { name: string }) {
  const text = useText('queue')
  const formats = useFormats({ time_zone })
  return createPortal(
    <div className="kiosk-paper" aria-hidden="true">
      <p className="place">{place === organisation ? place : `${organisation} · ${place}`}</p>
      <p>{name}</p>
      <p className="number" style={{ fontSize: `min(26mm, ${148 / Math.max(4, ticket.number.length)}cqw)` }}>
        {ticket.number}
      </p>
      <p>{text('visitor.ahead', { count: ticket.ahead })}</p>
      {ticket.range && (
        <p>
          {text('visitor.range.label')} {rangeText(text, ticket.range)}
        </p>
      )}
      <QrCode text={ticket.url} label={text('kiosk.scan_label', { number: ticket.number })} size={128} />
      <p>{text('kiosk.scan')}</p>
      <p>{formats.date_time(ticket.issued_at)}</p>
    </div>,
    document.body,
  )
}
