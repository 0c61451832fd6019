import { useRead } from '@guichet/kit/api'
import { Badge } from '@guichet/kit/badge'
import { Button } from '@guichet/kit/button'
import { Card, Stat, Stats } from '@guichet/kit/card'
import { LinkButton } from '@guichet/kit/link'
import { Empty, Page } from '@guichet/kit/page'
import { usePermission } from '@guichet/kit/session'
import type { PageProps } from '@guichet/kit/shell-route'
import { type Formats, type Text, useFormats, useText } from '@guichet/kit/texts'
import { readOutlook } from '../../demand/contract.ts'
import { noon, rangeOf } from '../overview/AtRisk.tsx'
import { useDraft } from '../overview/ToOrder.tsx'
import { FanFigure, type Outlook } from './FanFigure.tsx'

/** One product: its past, what may come, and the reason of every figure in a sentence. */
export function OutlookPage({ params }: PageProps) {
  const text = useText('stock')
  const { items } = useRead(readOutlook, { params: { product_id: params.product_id! } })
  const draft = useDraft()
  const may = usePermission('stock.order.write')
  return (
    <Page
      title={items[0]?.prediction.product_name ?? text('demand.outlook_title')}
      back={{ to: '/stock/overview', label: text('overview.title') }}
      actions={
        <>
          <LinkButton to={`/stock/items/${params.product_id!}`}>{text('overview.product')}</LinkButton>
          {may && items.length > 0 && (
            <Button
              variant="primary"
              busy={draft.isPending}
              onPress={() => draft.mutate({ body: { product_ids: [params.product_id!] } })}
            >
              {text('overview.draft')}
            </Button>
          )}
        </>
      }
    >
      {items.length === 0 && (
        <Empty kind="first" title={text('demand.outlook_none')} note={text('demand.outlook_none_note')} />
      )}
      <div className="grid gap-6">
        {items.map((outlook) => (
          <Shelf key={outlook.prediction.id} outlook={outlook} />
        ))}
      </div>
    </Page>
  )
}

function Shelf({ outlook }: { outlook: Outlook }) {
  const text = useText('stock')
  const formats = useFormats()
  const { prediction } = outlook
  return (
    <section>
      <h2 className="mb-3 flex items-center gap-2 text-lg font-semibold">
        {prediction.location_name} <Badge>{`${prediction.abc}${prediction.xyz}`}</Badge>
      </h2>
      <Stats>
        <Stat label={text('overview.stock')} value={formats.number(prediction.stock)} />
        <Stat
          label={text('overview.out_on')}
          value={prediction.out_median ? formats.day(noon(prediction.out_median)) : text('overview.not_soon')}
          note={rangeOf(prediction, text, formats)}
        />
        <Stat label={text('overview.within_7')} value={formats.percent(prediction.within_7)} />
        <Stat label={text('overview.order')} value={formats.number(prediction.order_quantity)} />
      </Stats>
      <div className="grid gap-5 lg:grid-cols-[3fr_2fr]">
        <FanFigure outlook={outlook} />
        <Card title={text('overview.what_is_it')}>
          <ul className="grid list-disc gap-2 pl-5 text-sm">
            {reasons(outlook, text, formats).map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </Card>
      </div>
    </section>
  )
}

/** Every figure in one sentence, with the numbers it comes from. */
function reasons({ prediction: p, feasts }: Outlook, text: Text, formats: Formats): string[] {
  const unit = text(`unit.${p.unit}`, { count: 2 })
  const number = (value: number) => formats.number(value, 1)
  const percent = (ratio: number) => formats.percent(ratio)
  const day = (date: string) => formats.day(noon(date))
  const facts = { unit, stock: number(p.stock), per_day: number(p.per_day) }
  return [
    p.out_median
      ? text('demand.why_date', {
          ...facts,
          median: day(p.out_median),
          early: day(p.out_pessimistic ?? p.out_median),
        })
      : text('demand.why_no_date', facts),
    text('demand.why_probability', { seven: percent(p.within_7), fourteen: percent(p.within_14) }),
    text('demand.why_safety', { unit, safety: number(p.safety_stock), service: percent(p.service_level) }),
    text('demand.why_point', { unit, point: number(p.reorder_point), lead: number(p.lead_days) }),
    p.order_quantity > 0
      ? text('demand.why_order', {
          unit,
          quantity: number(p.order_quantity),
          up_to: number(p.order_up_to),
          review: p.review_days,
        })
      : text('demand.why_no_order'),
    p.lead_observed
      ? text('demand.why_lead_observed', { lead: number(p.lead_days), deviation: number(p.lead_deviation) })
      : text('demand.why_lead_promised', { lead: number(p.lead_days) }),
    ...(p.elsewhere > 0 ? [text('demand.why_elsewhere', { unit, quantity: number(p.elsewhere) })] : []),
    ...(p.missing_days > 0 ? [text('demand.why_missing', { count: p.missing_days })] : []),
    ...feasts
      .filter(({ effect }) => Math.abs(effect - 1) >= 0.05)
      .map(({ feast, first_day, effect }) =>
        text('demand.why_feast', {
          feast: text(`demand.feasts.${feast}`),
          date: formats.date(noon(first_day)),
          effect: formats.number(effect, 2),
        }),
      ),
    text('demand.why_class', { abc: p.abc, xyz: p.xyz }),
  ]
}
