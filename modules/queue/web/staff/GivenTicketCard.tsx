import { Button } from '@guichet/kit/button'
import { Select, Switch } from '@guichet/kit/form'
import { QrCode } from '@guichet/kit/qr'
import { useFormats, useText } from '@guichet/kit/texts'
import type { PaperWidth, PrintPreferences } from './print-preferences.ts'
import { type GivenTicket, TicketPaper } from './TicketPaper.tsx'

interface GivenTicketCardProps {
  given: GivenTicket
  paper: PrintPreferences
  changePaper: (change: Partial<PrintPreferences>) => void
  organisation: string
  site: string
  cancelling: boolean
  onCancel: () => void
}

/** The ticket just given, to read out, show or print. */
export function GivenTicketCard({ given, paper, changePaper, organisation, site, cancelling, onCancel }: GivenTicketCardProps) {
  const text = useText('queue')
  const formats = useFormats()
  const { ticket, ahead, range, address } = given
  return (
    <section aria-labelledby="given-ticket" className="rounded border border-accent bg-surface px-5 py-4">
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
        <div className="text-center">
          <QrCode text={address} label={text('reception.qr_label')} size={112} />
        </div>
      </div>
      <p className="mt-3 text-sm text-muted">{text('reception.follow')}</p>
      <div className="mt-4 flex flex-wrap items-center gap-2">
        <Button variant="primary" icon="printer" shortcut="I" onPress={() => window.print()}>
          {text('reception.print')}
        </Button>
        <Button variant="danger" icon="close" busy={cancelling} onPress={onCancel}>
          {text('action.cancel')}
        </Button>
      </div>
      <div className="mt-4 grid gap-3 border-t border-line pt-3 sm:grid-cols-2">
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
        <div className="sm:pt-6">
          <Switch
            label={text('reception.print_at_once')}
            value={paper.at_once}
            onChange={(at_once) => changePaper({ at_once })}
          />
        </div>
      </div>
      <TicketPaper given={given} width={paper.width} organisation={organisation} site={site} />
    </section>
  )
}
