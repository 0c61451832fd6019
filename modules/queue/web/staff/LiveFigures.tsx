import { Stat, Stats } from '@guichet/kit/card'
import { useNow } from '@guichet/kit/clock'
import { useFormats, useText } from '@guichet/kit/texts'
import type { Statistics } from '../../contract.ts'
import { useMinutes } from './minutes.ts'
import { isLongWait } from './wait.ts'

/** The five figures a manager glances at. `read_at`: when the figures were true, in ms. */
export function LiveFigures({ stats, read_at }: { stats: Statistics; read_at: number }) {
  const text = useText('queue')
  const formats = useFormats()
  const minutes = useMinutes()
  return (
    <Stats>
      <Stat
        label={text('live.waiting')}
        value={formats.number(stats.waiting)}
        note={text('live.at_counters', { count: stats.called + stats.serving })}
      />
      <Stat
        label={text('live.longest')}
        value={<Longest seconds={stats.longest_waiting_s} read_at={read_at} />}
        note={stats.parked > 0 ? text('live.parked', { count: stats.parked }) : undefined}
      />
      <Stat
        label={text('live.median')}
        value={minutes(stats.wait_median_s)}
        note={
          stats.wait_p90_s === null
            ? undefined
            : text('live.p90', { time: minutes(stats.wait_p90_s), average: minutes(stats.wait_average_s) })
        }
      />
      <Stat
        label={text('live.served')}
        value={formats.number(stats.completed)}
        note={
          stats.service_average_s === null
            ? undefined
            : text('live.service_time', { time: minutes(stats.service_average_s) })
        }
      />
      <Stat
        label={text('live.no_show')}
        value={formats.number(stats.no_show)}
        note={text('live.issued', { count: stats.issued })}
      />
    </Stats>
  )
}

function Longest({ seconds, read_at }: { seconds: number | null; read_at: number }) {
  const text = useText('queue')
  const minutes = useMinutes()
  const now = useNow(1000)
  if (seconds === null) return text('live.nobody')
  const waited = seconds + Math.max(0, now - read_at) / 1000
  return <span className={isLongWait(waited) ? 'text-warning' : ''}>{minutes(waited)}</span>
}
