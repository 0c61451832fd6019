import { Card } from '@guichet/kit/card'
import { useText } from '@guichet/kit/texts'
import type { Statistics } from '../../contract.ts'
import { hoursShown } from './hours.ts'

const tallest = 120
/** Room for the figure above the tallest bar. */
const top = 20

/** Arrivals and ends of visits by hour, drawn and in figures. */
export function HourBars({ by_hour }: { by_hour: Statistics['by_hour'] }) {
  const text = useText('queue')
  const hours = hoursShown(by_hour)
  const most = Math.max(1, ...hours.flatMap((hour) => [hour.issued, hour.completed]))
  const busiest = hours.reduce((a, b) => (b.issued > a.issued ? b : a), hours[0]!)
  const share = 100 / hours.length
  const summary =
    busiest.issued > 0
      ? text('live.hours_summary', { from: busiest.hour, to: busiest.hour + 1, count: busiest.issued })
      : text('live.hours_none')
  return (
    <Card title={text('live.hours_title')} note={summary} className="xl:col-span-2">
      <div role="img" aria-label={`${text('live.hours_title')}. ${summary}`}>
        {/* Across in percent, up in pixels: the figures keep their size on any screen. */}
        <svg width="100%" height={top + tallest + 24} aria-hidden="true">
          <line x1="0" x2="100%" y1={top + tallest} y2={top + tallest} className="stroke-line" />
          {hours.map((hour, at) => (
            <g key={hour.hour}>
              <Bar
                value={hour.issued}
                most={most}
                at={at * share + share * 0.12}
                width={share * 0.37}
                tone="fill-accent"
                figure="sm:inline"
              />
              <Bar
                value={hour.completed}
                most={most}
                at={at * share + share * 0.51}
                width={share * 0.37}
                tone="fill-control"
                figure="xl:inline"
              />
              <text
                x={`${(at + 0.5) * share}%`}
                y={top + tallest + 18}
                textAnchor="middle"
                className="fill-muted text-sm"
              >
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
        <summary className="inline-flex min-h-8 cursor-pointer items-center text-accent">
          {text('live.hours_table')}
        </summary>
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
                <th scope="row" className="[tr:last-child>&]:border-b-0">
                  {text('live.hour_range', { from: hour.hour, to: hour.hour + 1 })}
                </th>
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

interface BarProps {
  value: number
  most: number
  /** Percent of the drawing's width. */
  at: number
  width: number
  tone: string
  /** From which width of the screen its figure has room. */
  figure: string
}

function Bar({ value, most, at, width, tone, figure }: BarProps) {
  if (value === 0) return null
  const height = Math.max(2, (value / most) * tallest)
  return (
    <>
      <rect
        x={`${at}%`}
        y={top + tallest - height}
        width={`${width}%`}
        height={height}
        rx={2}
        className={tone}
      />
      {/* What has no room here stands in the table. */}
      <text
        x={`${at + width / 2}%`}
        y={top + tallest - height - 5}
        textAnchor="middle"
        className={`num hidden fill-ink text-sm ${figure}`}
      >
        {value}
      </text>
    </>
  )
}
