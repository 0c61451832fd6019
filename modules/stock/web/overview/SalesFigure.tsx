import { Figure } from '@guichet/kit/figure'
import { useFormats, useText } from '@guichet/kit/texts'
import { line } from '@guichet/plots/line'
import type { Overview } from '../../overview/contract.ts'
import { noon } from './AtRisk.tsx'

export function SalesFigure({ all, share }: { all: Overview; share: string | null }) {
  const text = useText('stock')
  const formats = useFormats()
  const money = (minor: number) => formats.money(minor, all.currency)
  const whole = (minor: number) => (all.currency === 'EUR' ? minor / 100 : minor)
  const amount = money(all.sales_minor)
  const title = share
    ? text('overview.sales_sentence', { amount, share })
    : text('overview.sales_sentence_plain', { amount })
  const unit = all.currency === 'EUR' ? '€' : 'F CFA'
  const period = text('report.period', {
    from: formats.date(noon(all.from_day)),
    to: formats.date(noon(all.to_day)),
  })
  return (
    <Figure
      title={title}
      unit={unit}
      period={period}
      file={`ventes-${all.from_day}-${all.to_day}`}
      rows={all.sales_by_day}
      columns={[
        {
          key: 'day',
          header: text('report.day'),
          value: (row) => row.day,
          cell: (row) => formats.day(noon(row.day)),
        },
        {
          key: 'amount',
          header: text('overview.sales'),
          align: 'end',
          value: (row) => whole(row.amount_minor),
          cell: (row) => money(row.amount_minor),
        },
      ]}
      draw={(how) =>
        line(
          all.sales_by_day.map(({ day, amount_minor }) => ({
            label: formats.date(noon(day)).slice(0, 5),
            value: whole(amount_minor),
            spoken: text('overview.spoken_day', { day: formats.day(noon(day)), amount: money(amount_minor) }),
          })),
          {
            title,
            description: title,
            unit,
            period,
            empty: text('overview.no_sales'),
            words: { value: text('overview.sales') },
            number: (value) => formats.number(value),
            ...how,
          },
        )
      }
    />
  )
}
