import { useFormats, useText } from '@guichet/kit/texts'
import type { ReplyOf } from '@guichet/platform/contract'
import type { readTicket } from '../../contract.ts'
import { eventKey } from './words.ts'

/** What happened to a ticket, oldest first. */
export function TicketHistory({ steps }: { steps: ReplyOf<typeof readTicket>['history'] }) {
  const text = useText('queue')
  const formats = useFormats()
  return (
    <ol className="border-s border-line ps-4">
      {steps.map((step) => {
        const where = [step.actor_name, step.counter_name].filter(Boolean).join(' · ')
        return (
          <li key={step.id} className="relative pb-4 text-sm last:pb-0">
            <span
              aria-hidden="true"
              className="absolute -start-[1.3125rem] top-1.5 size-2.5 rounded-full border-2 border-surface bg-control"
            />
            <span className="flex items-baseline justify-between gap-3">
              <span className="font-medium">{text(eventKey(step.name))}</span>
              <time dateTime={step.at} className="num shrink-0 text-muted">
                {formats.time(step.at)}
              </time>
            </span>
            {where && <span className="block text-muted">{where}</span>}
          </li>
        )
      })}
    </ol>
  )
}
