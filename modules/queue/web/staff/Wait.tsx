import { Badge } from '@guichet/kit/badge'
import { useNow } from '@guichet/kit/clock'
import { useFormats, useText } from '@guichet/kit/texts'
import type { Ticket } from '../../contract.ts'
import { isLongWait, waitedSeconds } from './wait.ts'

/** How long somebody has waited, growing as one looks. */
export function Wait({ ticket }: { ticket: Ticket }) {
  const formats = useFormats()
  const seconds = waitedSeconds(ticket, useNow(1000))
  return (
    <span className={`num whitespace-nowrap ${isLongWait(seconds) ? 'font-semibold text-warning' : ''}`}>
      {seconds < 3600 ? formats.timer(seconds) : formats.duration(seconds / 60)}
    </span>
  )
}

/** In words, for whoever does not see the colour of the figure. */
export function LongWaitBadge({ ticket }: { ticket: Ticket }) {
  const text = useText('queue')
  const long = isLongWait(waitedSeconds(ticket, useNow(10_000)))
  return long ? (
    <Badge tone="warning" icon="clock">
      {text('desk.long_wait')}
    </Badge>
  ) : null
}
