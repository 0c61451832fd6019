import { Facts } from '@guichet/kit/card'
import { useFormats, useText } from '@guichet/kit/texts'
import type { CallReason, Ticket } from '../../contract.ts'
import { useMinutes } from './minutes.ts'

/** The rule that chose this ticket, in one sentence; its figures for whoever wants to check. */
export function WhyThisTicket({ ticket, reason }: { ticket: Ticket; reason: CallReason }) {
  const text = useText('queue')
  const formats = useFormats()
  const minutes = useMinutes()
  const { turn } = reason
  return (
    <details className="text-sm">
      <summary className="cursor-pointer py-1.5 text-accent">{text('why.title')}</summary>
      <div className="mt-1 rounded bg-sunken px-3 py-2.5">
        <p className="mb-2.5 font-semibold">
          {text(`why.rule.${reason.rule}`, {
            time: ticket.appointment_at ? formats.time(ticket.appointment_at) : '',
            minutes: reason.longest_wait_min ?? 0,
            count:
              reason.rule === 'picked'
                ? (reason.passed_over ?? 0)
                : reason.rule === 'ceiling'
                  ? (turn?.in_a_row ?? 0)
                  : (turn?.preferred_taken ?? 0),
          })}
        </p>
        <Facts
          items={[
            { label: text('why.class'), value: text(`why.classes.${reason.class}`) },
            { label: text('why.waited'), value: minutes(reason.waited_s) },
            ...(turn && turn.ratio_priority !== null
              ? [
                  {
                    label: text('why.ratio'),
                    value: text('why.ratio_state', {
                      taken: turn.preferred_taken,
                      of: turn.ratio_priority,
                      ordinary_taken: turn.ordinary_taken,
                      ordinary_of: turn.ratio_ordinary,
                    }),
                  },
                ]
              : []),
            ...(turn && turn.most_in_a_row !== null
              ? [
                  {
                    label: text('why.in_a_row'),
                    value: text('why.in_a_row_state', { count: turn.in_a_row, most: turn.most_in_a_row }),
                  },
                ]
              : []),
          ]}
        />
      </div>
    </details>
  )
}
