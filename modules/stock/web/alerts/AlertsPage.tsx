import { usePages, useRead, useSend } from '@guichet/kit/api'
import { Badge, type Tone } from '@guichet/kit/badge'
import { Button } from '@guichet/kit/button'
import { Card } from '@guichet/kit/card'
import { useNow } from '@guichet/kit/clock'
import { Select } from '@guichet/kit/form'
import { LinkButton, useSetSearch } from '@guichet/kit/link'
import { MenuButton } from '@guichet/kit/menu'
import { Empty, Notice, Page } from '@guichet/kit/page'
import { usePermission } from '@guichet/kit/session'
import type { PageProps } from '@guichet/kit/shell-route'
import { Table } from '@guichet/kit/table'
import { type Formats, type Text, useFormats, useText } from '@guichet/kit/texts'
import { toast } from '@guichet/kit/toast'
import {
  acknowledgeAlerts,
  type Episode,
  listAlerts,
  readAlertState,
  snoozeAlerts,
} from '../../alerts/contract.ts'
import { noon } from '../overview/AtRisk.tsx'
import { useDraft } from '../overview/ToOrder.tsx'

export const kinds = ['stock_out', 'predicted_stock_out', 'low_stock', 'service_rate', 'stale_data'] as const
const states = ['all', 'unhandled', 'handled'] as const
export const toneOf: Record<Episode['kind'], Tone> = {
  stock_out: 'error',
  predicted_stock_out: 'warning',
  low_stock: 'warning',
  service_rate: 'info',
  stale_data: 'info',
}
const dayMs = 86_400_000

interface Search {
  kind?: Episode['kind']
  state?: (typeof states)[number]
}

/** What is wrong now, newest first, and what to do about it. */
export function AlertsPage({ search }: PageProps<Search>) {
  const text = useText('stock')
  const formats = useFormats()
  const setSearch = useSetSearch()
  const now = useNow(60_000)
  const state = useRead(readAlertState, {})
  const { kind, state: shown = 'all' } = search
  const alerts = usePages(listAlerts, { query: { state: shown, ...(kind ? { kind } : {}) } })
  const acknowledge = useSend(acknowledgeAlerts, {
    onDone: ({ acknowledged }) =>
      toast({ text: text('alerts.acknowledged', { count: acknowledged }), tone: 'success' }),
  })
  const may = usePermission('stock.alert.handle')
  const unhandled = alerts.items.filter(({ status }) => status === 'open')
  return (
    <Page
      title={text('alerts.title')}
      status={
        <Badge tone={state.unhandled > 0 ? 'error' : 'success'}>
          {text('alerts.count', { count: state.open })}
        </Badge>
      }
      note={
        state.evaluated_at
          ? text('alerts.evaluated', { age: formats.age(state.evaluated_at, now) })
          : undefined
      }
      actions={
        <>
          <LinkButton to="/stock/alerts/history" icon="history">
            {text('alerts.history')}
          </LinkButton>
          <LinkButton to="/stock/alerts/rules" icon="sliders">
            {text('alerts.rules')}
          </LinkButton>
        </>
      }
    >
      {state.stale_since && (
        <div className="mb-4">
          <Notice
            tone="warning"
            title={text('overview.stale', { date: formats.date_time(state.fed_at ?? state.stale_since) })}
          />
        </div>
      )}
      <div className="mb-4 flex flex-wrap items-end gap-3">
        <Select
          label={text('alerts.alert')}
          isRequired
          value={kind ?? 'all'}
          onChange={(value) => setSearch({ kind: value === 'all' ? undefined : value })}
          options={[
            { value: 'all', label: text('alerts.all') },
            ...state.by_kind.map((row) => ({
              value: row.kind,
              label: `${text(`alerts.kinds.${row.kind}`)} (${row.open})`,
            })),
          ]}
        />
        <Select
          label={text('alerts.state')}
          isRequired
          value={shown}
          onChange={(value) => setSearch({ state: value === 'all' ? undefined : value })}
          options={states.map((value) => ({ value, label: text(`alerts.states.${value}`) }))}
        />
        {may && unhandled.length > 1 && (
          <Button
            busy={acknowledge.isPending}
            onPress={() =>
              acknowledge.mutate({ body: { episode_ids: unhandled.slice(0, 200).map(({ id }) => id) } })
            }
          >
            {text('alerts.acknowledge_all')}
          </Button>
        )}
      </div>
      <Card padded={false}>
        <Table
          caption={text('alerts.title')}
          {...alerts}
          empty={
            kind || shown !== 'all' ? (
              <Empty kind="filtered" title={text('alerts.none_filtered')} onClear={() => setSearch({})} />
            ) : (
              <Empty kind="done" title={text('alerts.none')} note={text('alerts.none_note')} />
            )
          }
          columns={[
            {
              key: 'product',
              header: text('alerts.product'),
              cell: (episode) => (
                <>
                  <div className="font-medium">{episode.product_name ?? text('alerts.whole_shop')}</div>
                  <div className="text-sm text-muted">
                    {[episode.location_name, episode.abc && text(`alerts.class_names.${episode.abc}`)]
                      .filter(Boolean)
                      .join(' · ')}
                  </div>
                </>
              ),
            },
            {
              key: 'alert',
              header: text('alerts.alert'),
              cell: (episode) => (
                <Badge tone={toneOf[episode.kind]} icon={episode.kind === 'stock_out' ? 'error' : 'warning'}>
                  {text(`alerts.kinds.${episode.kind}`)}
                </Badge>
              ),
            },
            {
              key: 'situation',
              header: text('alerts.situation'),
              cell: (episode) => situation(episode, text, formats),
            },
            {
              key: 'since',
              width: '10rem',
              header: text('alerts.since'),
              cell: (episode) => (
                <>
                  <div>{formats.age(episode.opened_at, now)}</div>
                  <div className="text-sm text-muted">{remarks(episode, text, formats)}</div>
                </>
              ),
            },
            {
              key: 'actions',
              header: text('alerts.actions'),
              quiet: true,
              align: 'end',
              cell: (episode) => <Steps episode={episode} />,
            },
          ]}
        />
      </Card>
    </Page>
  )
}

function Steps({ episode }: { episode: Episode }) {
  const text = useText('stock')
  const may = usePermission('stock.alert.handle')
  const may_order = usePermission('stock.order.write')
  const acknowledge = useSend(acknowledgeAlerts, {
    onDone: ({ acknowledged }) =>
      toast({ text: text('alerts.acknowledged', { count: acknowledged }), tone: 'success' }),
  })
  const snooze = useSend(snoozeAlerts, { onDone: () => toast({ text: text('alerts.snoozed') }) })
  const draft = useDraft()
  if (!may) return null
  const putOff = (days: number) =>
    snooze.mutate({
      body: { episode_ids: [episode.id], until: new Date(Date.now() + days * dayMs).toISOString() },
    })
  return (
    <span className="flex flex-wrap justify-end gap-2">
      {may_order && episode.product_id && (
        <Button
          size="small"
          variant="primary"
          busy={draft.isPending}
          onPress={() => draft.mutate({ body: { product_ids: [episode.product_id!] } })}
        >
          {text('alerts.order')}
        </Button>
      )}
      {episode.status !== 'acknowledged' && (
        <Button
          size="small"
          busy={acknowledge.isPending}
          onPress={() => acknowledge.mutate({ body: { episode_ids: [episode.id] } })}
        >
          {text('alerts.acknowledge')}
        </Button>
      )}
      <MenuButton
        size="small"
        label={text('alerts.snooze')}
        items={[
          { id: 'day', label: text('alerts.snooze_day'), onPress: () => putOff(1) },
          { id: 'three', label: text('alerts.snooze_three'), onPress: () => putOff(3) },
          { id: 'week', label: text('alerts.snooze_week'), onPress: () => putOff(7) },
        ]}
      />
    </span>
  )
}

function situation(episode: Episode, text: Text, formats: Formats): string {
  if (episode.kind === 'service_rate')
    return text('alerts.rate_lost', { points: formats.number(episode.value, 1) })
  if (episode.kind === 'stale_data')
    return text('alerts.hours_old', { hours: formats.number(Math.round(episode.value)) })
  const stock = `${formats.number(episode.on_hand ?? 0)} ${text(`unit.${episode.unit}`, { count: episode.on_hand ?? 0 })}`
  if (episode.kind === 'predicted_stock_out' && episode.out_median)
    return `${text('alerts.stock_only', { stock })}, ${text('alerts.out_around', { date: formats.day(noon(episode.out_median)), probability: formats.percent(episode.within_7 ?? 0) })}`
  return episode.reorder_point
    ? text('alerts.stock_of', { stock, point: formats.number(episode.reorder_point) })
    : text('alerts.stock_only', { stock })
}

function remarks(episode: Episode, text: Text, formats: Formats): string {
  const status =
    episode.status === 'snoozed'
      ? text('alerts.statuses.snoozed', { date: formats.date_time(episode.snoozed_until!) })
      : episode.status === 'acknowledged' && episode.acknowledged_by
        ? text('alerts.statuses.acknowledged_by', { name: episode.acknowledged_by })
        : text(`alerts.statuses.${episode.status}`)
  return [
    status,
    episode.reminders > 0 && text('alerts.reminders', { count: episode.reminders }),
    episode.escalated_at && text('alerts.escalated'),
    episode.flaps > 0 && text('alerts.flaps', { count: episode.flaps }),
    episode.previous_id && text('alerts.again'),
  ]
    .filter(Boolean)
    .join(' · ')
}
