import { Badge } from '@guichet/kit/badge'
import { Card } from '@guichet/kit/card'
import { LinkButton } from '@guichet/kit/link'
import { Empty } from '@guichet/kit/page'
import { Table } from '@guichet/kit/table'
import { type Formats, type Text, useFormats, useText } from '@guichet/kit/texts'
import type { Prediction } from '../../demand/contract.ts'

/** What runs out first: when, how surely, and what to do. */
export function AtRisk({ rows }: { rows: readonly Prediction[] }) {
  const text = useText('stock')
  const formats = useFormats()
  return (
    <Card
      title={text('overview.at_risk')}
      padded={false}
      actions={
        <LinkButton to="/stock/backtest" size="small" variant="quiet">
          {text('overview.backtest')}
        </LinkButton>
      }
    >
      <Table
        caption={text('overview.at_risk')}
        items={rows}
        rowLink={(row) => `/stock/items/${row.product_id}/outlook`}
        empty={<Empty kind="done" title={text('overview.nothing_at_risk')} />}
        columns={[
          { key: 'product', header: text('overview.product'), cell: (row) => row.product_name },
          { key: 'location', header: text('overview.location'), cell: (row) => row.location_name },
          {
            key: 'stock',
            header: text('overview.stock'),
            align: 'end',
            cell: (row) => formats.number(row.stock),
          },
          {
            key: 'out',
            header: text('overview.out_on'),
            cell: (row) => (
              <>
                <div>{row.out_median ? formats.day(noon(row.out_median)) : text('overview.not_soon')}</div>
                <div className="text-sm text-muted">{rangeOf(row, text, formats)}</div>
              </>
            ),
          },
          {
            key: 'within',
            header: text('overview.within_7'),
            align: 'end',
            cell: (row) => (
              <Badge tone={row.within_7 >= 0.7 ? 'error' : 'warning'}>{formats.percent(row.within_7)}</Badge>
            ),
          },
          {
            key: 'order',
            header: text('overview.order'),
            align: 'end',
            cell: (row) =>
              row.order_quantity === 0
                ? '–'
                : row.order_packs && row.pack_name
                  ? text('overview.packs', { packs: row.order_packs, pack: row.pack_name })
                  : formats.number(row.order_quantity),
          },
        ]}
      />
    </Card>
  )
}

/** A calendar day, read at noon so that no time zone moves it. */
export const noon = (day: string): string => `${day}T12:00:00Z`

export function rangeOf(
  row: Pick<Prediction, 'out_pessimistic' | 'out_optimistic'>,
  text: Text,
  formats: Formats,
): string {
  if (!row.out_pessimistic) return ''
  const from = formats.day(noon(row.out_pessimistic))
  return row.out_optimistic
    ? text('overview.between', { from, to: formats.day(noon(row.out_optimistic)) })
    : text('overview.after', { from })
}
