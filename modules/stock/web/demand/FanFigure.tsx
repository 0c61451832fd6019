import type { z } from 'zod'
import { Figure } from '@guichet/kit/figure'
import { useFormats, useText } from '@guichet/kit/texts'
import { fan } from '@guichet/plots/fan'
import type { ProductOutlook } from '../../demand/contract.ts'
import { noon } from '../overview/AtRisk.tsx'

export type Outlook = z.infer<typeof ProductOutlook>

const dayMs = 86_400_000

/** The stock that was, solid; the stock that may be, in a fan that widens with doubt. */
export function FanFigure({ outlook }: { outlook: Outlook }) {
  const text = useText('stock')
  const formats = useFormats()
  const { prediction, history, ahead } = outlook
  const today = ahead[0]?.date ?? prediction.predicted_at.slice(0, 10)
  const away = (day: string | null) =>
    day === null ? null : Math.round((Date.parse(day) - Date.parse(today)) / dayMs)
  const title = prediction.out_median
    ? text('demand.fan_out', {
        name: prediction.product_name,
        date: formats.day(noon(prediction.out_median)),
      })
    : text('demand.fan_lasts', { name: prediction.product_name })
  const unit = text(`unit.${prediction.unit}`, { count: 2 })
  const period = text('report.period', {
    from: formats.date(noon(history[0]?.date ?? today)),
    to: formats.date(noon(ahead.at(-1)?.date ?? today)),
  })
  const early = away(prediction.out_pessimistic)
  const rows = [
    ...history.map(({ date, stock }) => ({
      date,
      stock,
      low: null as number | null,
      high: null as number | null,
    })),
    ...ahead.map(({ date, median, most }) => ({ date, stock: median, low: most[0], high: most[1] })),
  ]
  return (
    <Figure
      title={title}
      unit={unit}
      period={period}
      refreshed_at={prediction.predicted_at}
      file={`prevision-${prediction.sku}`}
      rows={rows}
      columns={[
        {
          key: 'date',
          header: text('demand.day'),
          value: (row) => row.date,
          cell: (row) => formats.date(noon(row.date)),
        },
        { key: 'stock', header: text('overview.stock'), align: 'end', value: (row) => row.stock },
        {
          key: 'low',
          header: text('demand.band_80'),
          align: 'end',
          value: (row) => row.low,
          cell: (row) =>
            row.low === null ? '–' : `${formats.number(row.low)} – ${formats.number(row.high!)}`,
        },
      ]}
      draw={(how) =>
        fan(
          history.map(({ date, stock }) => ({
            label: formats.date(noon(date)).slice(0, 5),
            value: stock,
            spoken: text('demand.spoken_past', {
              date: formats.date(noon(date)),
              stock: formats.number(stock),
            }),
          })),
          ahead.map(({ date, median, half, most, nearly }) => ({
            label: formats.date(noon(date)).slice(0, 5),
            median,
            bands: [half, most, nearly].map(([low, high]) => ({ low, high })),
            spoken: text('demand.spoken_future', {
              date: formats.date(noon(date)),
              median: formats.number(median),
              low: formats.number(most[0]),
              high: formats.number(most[1]),
            }),
          })),
          {
            title,
            description: title,
            unit,
            period,
            empty: text('demand.outlook_none'),
            today: text('overview.today'),
            words: {
              history: text('demand.history'),
              median: text('demand.median'),
              bands: [text('demand.band_50'), text('demand.band_80'), text('demand.band_95')],
            },
            level: {
              value: prediction.reorder_point,
              label: text('demand.reorder_line', { point: formats.number(prediction.reorder_point) }),
            },
            ...(early !== null && early < ahead.length
              ? {
                  range: {
                    from: early,
                    to: Math.min(ahead.length - 1, away(prediction.out_optimistic) ?? ahead.length - 1),
                    label: text('alerts.kinds.stock_out'),
                  },
                }
              : {}),
            number: (value) => formats.number(value),
            ...how,
          },
        )
      }
    />
  )
}
