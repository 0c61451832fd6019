import { Badge } from '@guichet/kit/badge'
import { Card } from '@guichet/kit/card'
import { useFormats, useText } from '@guichet/kit/texts'
import type { Overview } from '../../overview/contract.ts'

/** How well customers were served, each rate with its meaning one click away. */
export function ServiceRates({ service }: { service: Overview['service'] }) {
  const text = useText('stock')
  const formats = useFormats()
  const rates = [
    {
      key: 'fill',
      rate: service.fill_rate,
      note: text('overview.units_of', {
        served: formats.number(service.units_served),
        asked: formats.number(service.units_asked),
      }),
      meaning: text(service.estimated ? 'overview.fill_meaning_estimated' : 'overview.fill_meaning'),
    },
    {
      key: 'otif',
      rate: service.otif,
      note: text('overview.lines_of', { complete: service.lines_complete, all: service.lines }),
      meaning: text('overview.otif_meaning'),
    },
    {
      key: 'ready',
      rate: service.ready_rate,
      note: text('overview.days_of', { stocked: service.shelf_days_stocked, all: service.shelf_days }),
      meaning: text('overview.ready_meaning'),
    },
  ]
  return (
    <Card title={text('overview.service')}>
      <div className="grid gap-4">
        {rates.map(({ key, rate, note, meaning }) => (
          <div key={key}>
            <div className="flex flex-wrap items-baseline justify-between gap-x-3">
              <span className="font-medium">
                {text(`overview.${key}`)}{' '}
                {key === 'fill' && service.estimated && (
                  <Badge tone="info">{text('overview.estimated')}</Badge>
                )}
              </span>
              <span className="num text-xl font-semibold">
                {rate === null ? '–' : formats.percent(rate, 1)}
              </span>
            </div>
            <p className="text-sm text-muted">{note}</p>
            <details className="text-sm">
              <summary className="cursor-pointer text-accent">{text('overview.what_is_it')}</summary>
              <p className="mt-1">{meaning}</p>
            </details>
          </div>
        ))}
      </div>
    </Card>
  )
}
