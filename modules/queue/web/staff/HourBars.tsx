import { Card } from '@guichet/kit/card'
import { useText } from '@guichet/kit/texts'
import type { Statistics } from '../../contract.ts'
import { hoursShown } from './hours.ts'

const bar = { width: 22, gap: 12, height: 120 }

/** Arrivals and ends of visits by hour, drawn and in figures. */
export function HourBars({ by_hour }: { by_hour: Statistics['by_hour'] }) {
  const text = useText('queue')
  const hours = hoursShown(by_hour)
  const most = Math.max(1, ...hours.flatMap((hour) => [hour.issued, hour.completed]))
  const busiest = hours.reduce((a, b) => (b.issued > a.issued ? b : a), hours[0]!)
  const step = bar.width * 2 + bar.gap
  const width = hours.length * step
  const summary =
    busiest.issued > 0
      ? text('live.hours_summary', { from: busiest.hour, to: busiest.hour + 1, count: busiest.issued })
      : text('live.hours_none')
  return (
    <Card title={text('live.hours_title')} note={summary}>
      <div role="img" aria-label={`${text('live.hours_title')}. ${summary}`} className="overflow-hidden">
        <svg viewBox={`0 0 ${width} ${bar.height + 40}`} className="h-auto max-h-56 w-full" aria-hidden="true">
          <line x1={0} x2={width} y1={bar.height + 16} y2={bar.height + 16} className="stroke-line" strokeWidth={1} />
          {hours.map((hour, at) => (
            <g key={hour.hour} transform={`translate(${at * step + bar.gap / 2} 16)`}>
              <Bar value={hour.issued} most={most} x={0} className="fill-accent" />
              <Bar value={hour.completed} most={most} x={bar.width} className="fill-control" />
              <text x={bar.width} y={bar.height + 17} textAnchor="middle" className="fill-muted text-sm">
                {hour.hour}
              </text>
            </g>
          ))}
        </svg>
      </div>
      <p aria-hidden="true" className="mt-2 flex flex-wrap gap-x-5 gap-y-1 text-sm text-muted">
        <span className="inline-flex items-center gap-2">
          <span className="size-3 rounded-sm bg-accent" />
          {text('live.arrivals')}
        </span>
        <span className="inline-flex items-center gap-2">
          <span className="size-3 rounded-sm bg-control" />
          {text('live.ended')}
        </span>
      </p>
      <details className="mt-3 text-sm">
        <summary className="inline-flex min-h-8 cursor-pointer items-center text-accent">{text('live.hours_table')}</summary>
        <table className="kit-table mt-2" data-narrow="scroll">
          <caption className="sr-only">{text('live.hours_title')}</caption>
          <thead>
            <tr>
              <th scope="col">{text('live.hour')}</th>
              <th scope="col" data-align="end">
                {text('live.arrivals')}
              </th>
              <th scope="col" data-align="end">
                {text('live.ended')}
              </th>
            </tr>
          </thead>
          <tbody>
            {hours.map((hour) => (
              <tr key={hour.hour}>
                <th scope="row">{text('live.hour_range', { from: hour.hour, to: hour.hour + 1 })}</th>
                <td data-align="end">{hour.issued}</td>
                <td data-align="end">{hour.completed}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </Card>
  )
}

function Bar({ value, most, x, className }: { value: number; most: number; x: number; className: string }) {
  if (value === 0) return null
  const height = Math.max(2, (value / most) * bar.height)
  return (
    <>
      <rect x={x + 1} y={bar.height - height} width={bar.width - 2} height={height} rx={2} className={className} />
      <text x={x + bar.width / 2} y={bar.height - height - 4} textAnchor="middle" className="num fill-ink text-sm">
        {value}
      </text>
    </>
  )
}
