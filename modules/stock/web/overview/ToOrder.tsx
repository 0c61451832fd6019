import { useSend } from '@guichet/kit/api'
import { Badge } from '@guichet/kit/badge'
import { Button } from '@guichet/kit/button'
import { Card } from '@guichet/kit/card'
import { useGo } from '@guichet/kit/link'
import { Empty } from '@guichet/kit/page'
import { usePermission } from '@guichet/kit/session'
import { Table } from '@guichet/kit/table'
import { useFormats, useText } from '@guichet/kit/texts'
import { toast } from '@guichet/kit/toast'
import { draftSuggested } from '../../demand/contract.ts'
import type { Overview } from '../../overview/contract.ts'

/** Drafts orders, and leads to the one, or to their list. */
export function useDraft() {
  const text = useText('stock')
  const go = useGo()
  return useSend(draftSuggested, {
    onDone: ({ items }) => {
      if (items.length === 1) go('/stock/orders', { open: items[0]!.id })
      else
        toast({
          text: text('overview.drafted', { count: items.length }),
          action: { label: text('overview.see_orders'), onPress: () => go('/stock/orders') },
        })
    },
  })
}

/** From whom what is due today. */
export function ToOrder({ rows, money }: { rows: Overview['to_order']; money: (minor: number) => string }) {
  const text = useText('stock')
  const formats = useFormats()
  const draft = useDraft()
  const may = usePermission('stock.order.write')
  return (
    <Card
      title={text('overview.to_order')}
      padded={false}
      actions={
        may &&
        rows.length > 1 && (
          <Button size="small" busy={draft.isPending} onPress={() => draft.mutate({ body: {} })}>
            {text('overview.draft_all')}
          </Button>
        )
      }
    >
      <Table
        caption={text('overview.to_order')}
        items={rows.map((row) => ({ ...row, id: row.supplier_id ?? 'none' }))}
        empty={<Empty kind="done" title={text('overview.nothing_to_order')} />}
        columns={[
          {
            key: 'supplier',
            header: text('overview.supplier'),
            cell: (row) => (
              <>
                <div className="font-medium">{row.supplier_name ?? text('overview.no_supplier')}</div>
                {row.lead_days !== null && (
                  <div className="text-sm text-muted">
                    {text('overview.delivery', { days: formats.number(row.lead_days) })}
                  </div>
                )}
              </>
            ),
          },
          {
            key: 'products',
            header: text('overview.products'),
            cell: (row) =>
              [
                row.names.join(', '),
                row.lines > row.names.length &&
                  text('overview.and_more', { count: row.lines - row.names.length }),
              ]
                .filter(Boolean)
                .join(' '),
          },
          {
            key: 'cost',
            header: text('overview.cost'),
            align: 'end',
            cell: (row) => (
              <>
                <div>{money(row.cost_minor)}</div>
                {row.cost_minor < row.minimum_order_minor && (
                  <Badge tone="warning">
                    {text('overview.below_minimum', { minimum: money(row.minimum_order_minor) })}
                  </Badge>
                )}
              </>
            ),
          },
          {
            key: 'act',
            header: text('overview.draft'),
            quiet: true,
            align: 'end',
            cell: (row) =>
              may &&
              row.supplier_id && (
                <Button
                  size="small"
                  busy={draft.isPending}
                  onPress={() => draft.mutate({ body: { supplier_id: row.supplier_id! } })}
                >
                  {text('overview.draft')}
                </Button>
              ),
          },
        ]}
      />
    </Card>
  )
}
