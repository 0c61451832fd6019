import { Badge } from '@guichet/kit/badge'
import { useNow } from '@guichet/kit/clock'
import { useFormats, useText } from '@guichet/kit/texts'
import type { Ticket } from '../../contract.ts'
import { isLongWait, waitedSeconds } from './wait.ts'

/** How long somebody has waited, growing as one looks; marked once it is long. */
export function Wait({ ticket, badge = true }: { ticket: Ticket; badge?: boolean }) {
  const text = useText('queue')
  const formats = useFormats()
  const seconds = waitedSeconds(ticket, useNow(1000))
  const long = isLongWait(seconds)
  return (
    <span className="inline-flex items-center gap-2">
      {badge && long && (
        <Badge tone="warning" icon="clock">
          {text('desk.long_wait')}
        </Badge>
      )}
      <span className={`num ${long ? 'font-semibold text-warning' : ''}`}>
        {seconds < 3600 ? formats.timer(seconds) : formats.duration(seconds / 60)}
      </span>
    </span>
  )
}
