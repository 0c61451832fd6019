import { useSend } from '@guichet/kit/api'
import { Badge } from '@guichet/kit/badge'
import { Button } from '@guichet/kit/button'
import { Card } from '@guichet/kit/card'
import { ConfirmDialog } from '@guichet/kit/dialog'
import { NumberField, TextField } from '@guichet/kit/form'
import { Empty, Notice, useOnline } from '@guichet/kit/page'
import { useMembership, usePermission } from '@guichet/kit/session'
import type { PageProps } from '@guichet/kit/shell-route'
import { Skeleton } from '@guichet/kit/skeleton'
import { useFormats, useText } from '@guichet/kit/texts'
import { toast } from '@guichet/kit/toast'
import { lazy, Suspense, useState } from 'react'
import { applyCount, cancelCount, type Count } from '../../counts/contract.ts'
import { nameKey } from '../../catalogue/contract.ts'
import { StockFrame } from '../StockFrame.tsx'
import { type ShownLine, shownLines, toSend } from './outbox.ts'
import { useCount } from './use-count.ts'

const Scanner = lazy(() => import('../Scanner.tsx').then((file) => ({ default: file.Scanner })))

/** Counting a shelf on a phone, with or without network. */
export function CountPage({ params }: PageProps) {
  const text = useText('stock')
  const formats = useFormats()
  const session = useCount(params.count_session_id!)
  const { count, entries } = session
  const back = { to: '/stock/counts', label: text('count.title') }
  if (!count)
    return (
      <StockFrame title={text('count.single')} section="counts" back={back}>
        {session.problem ? (
          <Notice tone="error">{session.problem.problem.title}</Notice>
        ) : session.offline ? (
          <Empty
            kind="first"
            icon="offline"
            title={text('count.offline_unknown')}
            note={text('count.offline_unknown_note')}
          />
        ) : (
          <Skeleton />
        )}
      </StockFrame>
    )
  const waiting = toSend(entries).length
  const lines = shownLines(count, entries)
  return (
    <StockFrame
      title={count.name}
      section="counts"
      back={back}
      status={
        <span className="inline-flex flex-wrap gap-1.5">
          <Badge tone={count.status === 'open' ? 'info' : 'neutral'}>
            {text(`count.statuses.${count.status}`)}
          </Badge>
          {waiting > 0 && <Badge tone="warning">{text('count.to_send', { count: waiting })}</Badge>}
        </span>
      }
      actions={
        count.status === 'open' && (
          <Ending count={count} waiting={waiting} onChanged={session.load} lines={lines} />
        )
      }
    >
      {session.offline && (
        <Notice tone="warning">
          {text('count.offline', { age: session.seen_at ? formats.age(session.seen_at) : '' })}
        </Notice>
      )}
      {session.problem && <Notice tone="error">{session.problem.problem.title}</Notice>}
      <p className="mb-3 text-muted">
        {text('count.progress', {
          done: lines.filter((one) => one.counted !== null).length,
          total: lines.length,
          location: count.location_name,
        })}
      </p>
      <List count={count} lines={lines} onEnter={session.enter} onDecide={session.decide} />
    </StockFrame>
  )
}

function List({
  count,
  lines,
  onEnter,
  onDecide,
}: {
  count: Count
  lines: readonly ShownLine[]
  onEnter: (line_id: string, counted: number) => void
  onDecide: (line_id: string, whose: 'mine' | 'theirs') => void
}) {
  const text = useText('stock')
  const [sought, seek] = useState('')
  const [scanning, scan] = useState(false)
  const key = nameKey(sought)
  const shown = lines.filter(
    ({ line }) =>
      !sought.trim() ||
      nameKey(line.product_name).includes(key) ||
      line.sku.toLowerCase().includes(sought.trim().toLowerCase()) ||
      line.barcodes.includes(sought.trim()),
  )
  return (
    <>
      <div className="mb-4 flex max-w-xl items-end gap-2">
        <TextField
          label={text('count.find')}
          isRequired
          type="search"
          autoComplete="off"
          className="flex-1"
          value={sought}
          onChange={seek}
        />
        <Button icon="qr" aria-label={text('scan.open')} onPress={() => scan(true)} />
      </div>
      {shown.length === 0 && <Empty kind="filtered" onClear={() => seek('')} />}
      <ul className="grid gap-3 lg:grid-cols-2">
        {shown.map((one) => (
          <li key={one.line.id}>
            <Line shown={one} open={count.status === 'open'} onEnter={onEnter} onDecide={onDecide} />
          </li>
        ))}
      </ul>
      {scanning && (
        <Suspense fallback={null}>
          <Scanner
            onRead={(code) => {
              seek(code)
              scan(false)
            }}
            onClose={() => scan(false)}
          />
        </Suspense>
      )}
    </>
  )
}

const tones = { draft: 'neutral', to_send: 'warning', sent: 'success', conflict: 'error' } as const

function Line({
  shown: { line, counted, state, theirs },
  open,
  onEnter,
  onDecide,
}: {
  shown: ShownLine
  open: boolean
  onEnter: (line_id: string, counted: number) => void
  onDecide: (line_id: string, whose: 'mine' | 'theirs') => void
}) {
  const text = useText('stock')
  const formats = useFormats()
  const may = usePermission('stock.count.record')
  const currency = useMembership()?.tenant.currency ?? 'XOF'
  return (
    <Card>
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <div className="font-medium">{line.product_name}</div>
          <div className="num text-sm text-muted">{line.sku}</div>
        </div>
        <Badge tone={tones[state]}>{text(`count.states.${state}`)}</Badge>
      </div>
      <div className="mt-3">
        {open && may ? (
          <NumberField
            label={text('count.found', { unit: text(`unit.${line.unit}`, { count: 2 }) })}
            isRequired
            min={0}
            step={line.decimals > 0 ? 0.001 : 1}
            value={counted}
            onChange={(value) => value !== null && value !== counted && onEnter(line.id, value)}
          />
        ) : (
          <p>
            {counted === null
              ? text('count.not_counted')
              : `${formats.number(counted)} ${text(`unit.${line.unit}`, { count: counted })}`}
          </p>
        )}
      </div>
      {theirs && (
        <div role="alert" className="mt-3 rounded bg-error-soft p-3 text-sm">
          <p>
            {text('count.conflict', {
              name: theirs.counted_by ?? '–',
              theirs: formats.number(theirs.counted),
              mine: formats.number(counted ?? 0),
            })}
          </p>
          <div className="mt-2 flex flex-wrap gap-2">
            <Button size="small" onPress={() => onDecide(line.id, 'theirs')}>
              {text('count.keep', { quantity: formats.number(theirs.counted) })}
            </Button>
            <Button size="small" variant="primary" onPress={() => onDecide(line.id, 'mine')}>
              {text('count.keep', { quantity: formats.number(counted ?? 0) })}
            </Button>
          </div>
        </div>
      )}
      {state === 'sent' && line.difference !== null && line.difference !== 0 && (
        <p className="mt-2 text-sm text-warning">
          {text('count.difference', {
            expected: formats.number(line.expected ?? 0),
            difference: `${line.difference > 0 ? '+' : ''}${formats.number(line.difference)}`,
            amount: formats.money(line.difference_minor ?? 0, currency),
          })}
        </p>
      )}
    </Card>
  )
}

function Ending({
  count,
  lines,
  waiting,
  onChanged,
}: {
  count: Count
  lines: readonly ShownLine[]
  waiting: number
  onChanged: () => Promise<void>
}) {
  const text = useText('stock')
  const online = useOnline()
  const may_apply = usePermission('stock.movement.record')
  const may_count = usePermission('stock.count.record')
  const [asked, ask] = useState<'apply' | 'cancel' | null>(null)
  const params = { count_session_id: count.id }
  const apply = useSend(applyCount, {
    onDone: () => {
      toast({ tone: 'success', text: text('count.applied') })
      void onChanged()
    },
  })
  const cancel = useSend(cancelCount, { onDone: () => void onChanged() })
  const undecided = lines.some((one) => one.state === 'conflict')
  const differences = lines.filter((one) => one.line.difference !== null && one.line.difference !== 0).length
  return (
    <>
      {may_count && (
        <Button variant="quiet" isDisabled={!online} onPress={() => ask('cancel')}>
          {text('count.cancel')}
        </Button>
      )}
      {may_apply && (
        <Button
          variant="primary"
          icon="check"
          busy={apply.isPending}
          isDisabled={!online || waiting > 0 || undecided || count.counted === 0}
          onPress={() => ask('apply')}
        >
          {text('count.apply')}
        </Button>
      )}
      <ConfirmDialog
        isOpen={asked !== null}
        onClose={() => ask(null)}
        title={text(asked === 'cancel' ? 'count.cancel_title' : 'count.apply_title')}
        consequence={text(asked === 'cancel' ? 'count.cancel_note' : 'count.apply_note', {
          count: differences,
        })}
        confirm={text(asked === 'cancel' ? 'count.cancel' : 'count.apply')}
        onConfirm={() => {
          if (asked === 'cancel') cancel.mutate({ params, body: {} })
          else apply.mutate({ params, body: {} })
          ask(null)
        }}
      />
    </>
  )
}
