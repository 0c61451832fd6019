import { useRead, useSend } from '@guichet/kit/api'
import { Button } from '@guichet/kit/button'
import { FormActions } from '@guichet/kit/form'
import { Icon } from '@guichet/kit/icon'
import { MenuButton } from '@guichet/kit/menu'
import { Notice } from '@guichet/kit/page'
import { useText } from '@guichet/kit/texts'
import { toast } from '@guichet/kit/toast'
import { useRef, useState } from 'react'
import { readHours, setHours } from '../../contract.ts'
import {
  faultOf,
  intervalsOf,
  nextSpan,
  type Span,
  type Week,
  type Weekday,
  weekdays,
  weekOf,
} from './week.ts'

export function HoursEditor({ site_id }: { site_id: string }) {
  const text = useText('organisation')
  const kept = weekOf(useRead(readHours, { params: { site_id } }).items)
  const [edited, setEdited] = useState<Week | null>(null)
  /** Once the week is saved, undoing a copy made before would bring nothing back. */
  const takeBackOffer = useRef<() => void>(undefined)
  const send = useSend(setHours, {
    invalidates: [readHours],
    onDone: () => {
      takeBackOffer.current?.()
      setEdited(null)
      toast({ text: text('hours.saved'), tone: 'success' })
    },
  })
  const week = edited ?? kept
  const wrong = weekdays.some((day) => faultOf(week[day]))
  const always = weekdays.every((day) => week[day].length === 0)
  const change = (day: Weekday, spans: readonly Span[]) => setEdited({ ...week, [day]: spans })

  /** Copies one day's hours; the earlier week comes back by the toast. */
  function copy(from: Weekday, to: readonly Weekday[]) {
    const before = edited
    setEdited({ ...week, ...Object.fromEntries(to.map((day) => [day, week[from]])) })
    takeBackOffer.current = toast({
      text: text('hours.copied'),
      action: { label: text('undo'), onPress: () => setEdited(before) },
    })
  }

  return (
    <div>
      {always && <Notice tone="info">{text('hours.always')}</Notice>}
      <ul className="divide-y divide-line rounded border border-line">
        {weekdays.map((day) => (
          <Day
            key={day}
            day={day}
            spans={week[day]}
            onChange={(spans) => change(day, spans)}
            onCopy={(to) => copy(day, to)}
          />
        ))}
      </ul>
      <div className="mt-4">
        <FormActions>
          <Button
            variant="primary"
            isDisabled={!edited || wrong}
            busy={send.isPending}
            onPress={() => send.mutate({ params: { site_id }, body: { items: intervalsOf(week) } })}
          >
            {text('hours.save')}
          </Button>
          {edited && (
            <Button variant="quiet" onPress={() => setEdited(null)}>
              {text('hours.discard')}
            </Button>
          )}
        </FormActions>
      </div>
    </div>
  )
}

interface DayProps {
  day: Weekday
  spans: readonly Span[]
  onChange: (spans: readonly Span[]) => void
  onCopy: (to: readonly Weekday[]) => void
}

function Day({ day, spans, onChange, onCopy }: DayProps) {
  const text = useText('organisation')
  const name = text(`weekday.${day}`)
  const fault = faultOf(spans)
  const set = (at: number, part: Partial<Span>) =>
    onChange(spans.map((span, index) => (index === at ? { ...span, ...part } : span)))

  return (
    <li className="px-3 py-2">
      <div className="flex min-h-9 items-center gap-1">
        <h3 className="flex-1 font-medium">{name}</h3>
        {spans.length === 0 && <span className="me-1 text-sm text-muted">{text('hours.closed')}</span>}
        <Button
          variant="quiet"
          size="small"
          icon="plus"
          aria-label={text('hours.add', { day: name })}
          isDisabled={spans.length >= 4}
          onPress={() => onChange([...spans, nextSpan(spans)])}
        />
        <MenuButton
          label={text('hours.copy', { day: name })}
          icon="copy"
          variant="quiet"
          size="small"
          items={[
            { id: 'work', label: text('hours.to_work_days'), onPress: () => onCopy([1, 2, 3, 4, 5]) },
            { id: 'all', label: text('hours.to_all_days'), onPress: () => onCopy(weekdays) },
            ...weekdays
              .filter((other) => other !== day)
              .map((other) => ({
                id: String(other),
                label: text('hours.to_day', { day: text(`weekday.${other}`).toLowerCase() }),
                onPress: () => onCopy([other]),
              })),
          ]}
        />
      </div>
      {spans.map((span, at) => (
        <div key={at} className="mt-1 flex items-center gap-2">
          <input
            type="time"
            aria-label={text('hours.opens', { day: name })}
            aria-invalid={fault ? true : undefined}
            aria-describedby={fault ? `fault-${day}` : undefined}
            value={span.opens_at}
            onChange={(event) => set(at, { opens_at: event.target.value })}
            className="field-box num min-w-0 flex-1"
          />
          <span aria-hidden="true" className="text-muted">
            –
          </span>
          <input
            type="time"
            aria-label={text('hours.closes', { day: name })}
            aria-invalid={fault ? true : undefined}
            aria-describedby={fault ? `fault-${day}` : undefined}
            // A time field has no 24:00; the contract's end of the day shows as midnight.
            value={span.closes_at === '24:00' ? '00:00' : span.closes_at}
            onChange={(event) =>
              set(at, { closes_at: event.target.value === '00:00' ? '24:00' : event.target.value })
            }
            className="field-box num min-w-0 flex-1"
          />
          <Button
            variant="quiet"
            size="small"
            icon="close"
            aria-label={text('hours.remove', { day: name, from: span.opens_at, to: span.closes_at })}
            onPress={() => onChange(spans.filter((_, index) => index !== at))}
          />
        </div>
      ))}
      {fault && (
        <p id={`fault-${day}`} className="mt-1 flex items-start gap-1.5 text-sm font-medium text-error">
          <Icon name="error" size={16} className="mt-0.5" />
          {text(`hours.fault.${fault}`)}
        </p>
      )}
    </li>
  )
}
