import { Figure } from '@guichet/kit/figure'
import { useFormats, useText } from '@guichet/kit/texts'
import { bars } from '@guichet/plots/bars'
import type { Prediction } from '../../demand/contract.ts'

const dayMs = 86_400_000
const daysUntil = (day: string | null, from: string): number | null =>
  day === null ? null : Math.round((Date.parse(day) - Date.parse(from.slice(0, 10))) / dayMs)

/** How long each shelf lasts, with the range in which it may end; zero is today. */
export function CoverFigure({ rows }: { rows: readonly Prediction[] }) {
  const text = useText('stock')
  const formats = useFormats()
  // What is out already has no bar.
  const shown = rows
    .filter(({ stock }) => stock > 0)
    .map((row) => ({
      row,
      days: daysUntil(row.out_median, row.predicted_at) ?? 90,
      low: daysUntil(row.out_pessimistic, row.predicted_at),
      high: daysUntil(row.out_optimistic, row.predicted_at) ?? 90,
    }))
  const title = text('overview.cover_figure')
  return (
    <Figure
      title={title}
      unit={text('overview.days_unit')}
      period={text('overview.today')}
      file="couverture"
      rows={shown}
      columns={[
        { key: 'name', header: text('overview.product'), value: ({ row }) => row.product_name },
        { key: 'days', header: text('overview.cover'), align: 'end', value: ({ days }) => days },
        {
          key: 'within',
          header: text('overview.within_7'),
          align: 'end',
          value: ({ row }) => row.within_7,
          cell: ({ row }) => formats.percent(row.within_7),
        },
      ]}
      draw={(how) =>
        bars(
          shown.map(({ row, days, low, high }) => ({
            label: row.product_name,
            value: days,
            low,
            high,
            tone: days <= row.lead_days ? ('warning' as const) : ('usual' as const),
            note: text('overview.days', { days }),
            spoken: text('overview.spoken_cover', {
              name: row.product_name,
              days,
              probability: formats.percent(row.within_7),
            }),
          })),
          {
            title,
            description: text('overview.cover_description'),
            unit: text('overview.days_unit'),
            period: text('overview.today'),
            empty: text('overview.nothing_at_risk'),
            mark: { value: 0, label: text('overview.today') },
            number: (value) => formats.number(value),
            ...how,
          },
        )
      }
    />
  )
}
