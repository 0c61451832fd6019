import { Button } from '@guichet/kit/button'
import { Select, Switch } from '@guichet/kit/form'
import { QrCode } from '@guichet/kit/qr'
import { useMembership } from '@guichet/kit/session'
import { useShortcuts } from '@guichet/kit/shortcuts'
import { useFormats, useText } from '@guichet/kit/texts'
import { useEffect, useRef } from 'react'
import { type PaperWidth, usePrintPreferences } from './print-preferences.ts'
import { type GivenTicket, TicketPaper } from './TicketPaper.tsx'
import { useTicketSteps } from './ticket-steps.ts'

interface GivenTicketCardProps {
  given: GivenTicket
  site: string
  onCancelled: () => void
}

/** The ticket just given, to read out, show or print. */
export function GivenTicketCard({ given, site, onCancelled }: GivenTicketCardProps) {
  const text = useText('queue')
  const formats = useFormats()
  const steps = useTicketSteps()
  const organisation = useMembership()?.tenant.name ?? ''
  const [paper, changePaper] = usePrintPreferences()
  const card = useRef<HTMLElement>(null)
  const { ticket, ahead, range, address } = given

  useEffect(() => {
    card.current?.scrollIntoView({ block: 'nearest' })
    if (paper.at_once) window.print()
    // Only a new ticket prints: turning the choice on must not print the one on screen.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [ticket.id])
  useShortcuts('reception', { i: { label: text('reception.print'), run: () => window.print() } })

  return (
    <section
      ref={card}
      aria-labelledby="given-ticket"
      className="scroll-mt-18 rounded border border-accent bg-surface px-5 py-4"
    >
      <div className="flex flex-wrap items-start justify-between gap-4">
        <div className="min-w-0">
          <h2 id="given-ticket" className="text-sm text-muted">
            {text('reception.given')}
          </h2>
          <p className="num text-5xl font-semibold tracking-tight">{ticket.number}</p>
          <p className="mt-1 font-medium">{ticket.service_name}</p>
          <p className="mt-0.5 text-sm text-muted">
            {text('reception.ahead', { count: ahead })}
            {range && ` · ${formats.range(range.from_minutes, range.to_minutes)}`}
          </p>
        </div>
        <QrCode text={address} label={text('reception.qr_label')} size={120} />
      </div>
      <p className="mt-3 text-sm text-muted">{text('reception.follow')}</p>
      <div className="mt-4 flex flex-wrap items-center gap-2">
        <Button variant="primary" icon="printer" shortcut="I" onPress={() => window.print()}>
          {text('reception.print')}
        </Button>
        <Button
          variant="danger"
          icon="close"
          busy={steps.cancelling}
          onPress={() => {
            steps.cancel(ticket)
            onCancelled()
          }}
        >
          {text('action.cancel')}
        </Button>
      </div>
      <div className="mt-4 flex flex-wrap items-end gap-x-6 gap-y-3 border-t border-line pt-3">
        <Select
          label={text('reception.paper')}
          isRequired
          options={(['58', '80'] as const).map((width) => ({
            value: width,
            label: text('reception.paper_width', { width }),
          }))}
          value={paper.width}
          onChange={(width) => changePaper({ width: width as PaperWidth })}
        />
        <Switch
          label={text('reception.print_at_once')}
          value={paper.at_once}
          onChange={(at_once) => changePaper({ at_once })}
        />
      </div>
      <TicketPaper given={given} width={paper.width} organisation={organisation} site={site} />
    </section>
  )
}
