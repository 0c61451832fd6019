import { Button } from '@guichet/kit/button'
import { useFormats, useText } from '@guichet/kit/texts'
import type { Ticket } from '../../contract.ts'
import { PriorityBadge } from './TicketBadges.tsx'
import { LongWaitBadge, Wait } from './Wait.tsx'

interface FreeDeskProps {
  resting: boolean
  reason: string | null
  returns_at: string | null
  next: Ticket | undefined
  busy: boolean
  onCall: () => void
  onResume: () => void
}

/** Nobody at the counter: one thing to do. */
export function FreeDesk({ resting, reason, returns_at, next, busy, onCall, onResume }: FreeDeskProps) {
  const text = useText('queue')
  const formats = useFormats()
  return (
    <section className="flex flex-col items-center rounded border border-line bg-surface px-5 py-12 text-center">
      {resting ? (
        <>
          <h2 className="text-2xl font-semibold">{text('desk.resting')}</h2>
          <p className="mt-1 text-muted">{reason || text('desk.resting_note')}</p>
          {returns_at && (
            <p className="mt-1 text-muted">{text('desk.back_at', { time: formats.time(returns_at) })}</p>
          )}
        </>
      ) : next ? (
        <>
          <h2 className="text-muted">{text('desk.next_person')}</h2>
          <p className="num mt-1 text-5xl font-semibold tracking-tight">{next.number}</p>
          <p className="mt-2">
            {next.visitor_name && <span className="font-semibold">{next.visitor_name} · </span>}
            {next.service_name}
          </p>
          <p className="mt-1.5 flex flex-wrap items-center justify-center gap-2 text-muted">
            <PriorityBadge priority={next.priority} />
            <span>{text('desk.waiting_for')}</span>
            <Wait ticket={next} />
            <LongWaitBadge ticket={next} />
          </p>
        </>
      ) : (
        <>
          <h2 className="text-2xl font-semibold">{text('desk.nobody')}</h2>
          <p className="mt-1 max-w-sm text-muted">{text('desk.nobody_free')}</p>
        </>
      )}
      <div className="mt-7 w-full max-w-sm">
        {resting ? (
          <Button
            id="desk-primary"
            variant="primary"
            size="large"
            icon="play"
            shortcut="P"
            wide
            onPress={onResume}
          >
            {text('desk.resume_counter')}
          </Button>
        ) : (
          <Button
            id="desk-primary"
            variant="primary"
            size="large"
            icon="megaphone"
            shortcut="N"
            wide
            busy={busy}
            onPress={onCall}
          >
            {text('desk.call_next')}
          </Button>
        )}
      </div>
    </section>
  )
}
