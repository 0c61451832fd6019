import { useRead, useSend } from '@guichet/kit/api'
import { Button } from '@guichet/kit/button'
import { Card } from '@guichet/kit/card'
import { FormActions, NumberField } from '@guichet/kit/form'
import { Icon } from '@guichet/kit/icon'
import { useText } from '@guichet/kit/texts'
import { type FormEvent, useState } from 'react'
import {
  changeCounter,
  changeService,
  createCounter,
  createService,
  listCounters,
  listServices,
} from '../../contract.ts'
import { AccentChoice } from '../settings/AccentChoice.tsx'
import { freePrefix } from '../settings/free-prefix.ts'

interface Row {
  key: string
  id: string | null
  name: string
  prefix: string
}

/** What the kind of organisation brought along, to be corrected in place. */
export function ServicesStep({ site_id, onDone }: { site_id: string; onDone: () => void }) {
  const text = useText('organisation')
  const query = { site_id, status: 'active' as const }
  const services = useRead(listServices, { query }).items
  const counters = useRead(listCounters, { query }).items
  const [rows, setRows] = useState<readonly Row[]>(() =>
    services.map(({ id, name, prefix }) => ({ key: id, id, name, prefix })),
  )
  const [wanted, setWanted] = useState<number | null>(Math.max(1, counters.length))
  const [busy, setBusy] = useState(false)
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({})

  const stale = { invalidates: [listServices, listCounters] }
  const addService = useSend(createService, stale)
  const editService = useSend(changeService, stale)
  const addCounter = useSend(createCounter, stale)
  const editCounter = useSend(changeCounter, stale)

  const change = (key: string, part: Partial<Row>) => {
    setFaults({})
    setRows(rows.map((row) => (row.key === key ? { ...row, ...part } : row)))
  }

  function faultsIn(): Record<string, string> {
    const found: Record<string, string> = {}
    rows.forEach(({ key, name, prefix }, at) => {
      if (!name.trim()) found[`name-${key}`] = text('field.name_missing')
      if (!/^[A-Z]{1,3}$/.test(prefix)) found[`prefix-${key}`] = text('field.prefix_shape')
      else if (rows.findIndex((other) => other.prefix === prefix) < at)
        found[`prefix-${key}`] = text('field.prefix_taken')
    })
    return found
  }

  async function keep(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (busy) return
    const found = faultsIn()
    setFaults(found)
    const first = Object.keys(found)[0]
    if (first) {
      event.currentTarget.querySelector<HTMLElement>(`[name="${first}"]`)?.focus()
      return
    }
    setBusy(true)
    try {
      for (const gone of services.filter(({ id }) => rows.every((row) => row.id !== id))) {
        await editService.mutateAsync({ params: { service_id: gone.id }, body: { status: 'archived' } })
      }
      for (const [position, { id, name, prefix }] of rows.entries()) {
        const before = services.find((service) => service.id === id)
        if (!before) await addService.mutateAsync({ body: { site_id, name, prefix, position } })
        else if (before.name !== name || before.prefix !== prefix) {
          await editService.mutateAsync({ params: { service_id: before.id }, body: { name, prefix } })
        }
      }
      for (let number = counters.length + 1; number <= (wanted ?? 1); number++) {
        const name = text('start.services.counter_name', { number })
        await addCounter.mutateAsync({ body: { site_id, name, position: number } })
      }
      for (const spare of counters.slice(wanted ?? 1)) {
        await editCounter.mutateAsync({ params: { counter_id: spare.id }, body: { status: 'archived' } })
      }
      onDone()
    } catch {
      // The refusal is already shown; what was kept before it stays kept.
    } finally {
      setBusy(false)
    }
  }

  return (
    <form noValidate onSubmit={(event) => void keep(event)} className="grid gap-5">
      <Card title={text('start.services.services')} note={text('start.services.services_note')}>
        <div aria-hidden="true" className="mb-1 flex gap-2 text-sm font-medium">
          <span className="w-14">{text('service.prefix')}</span>
          <span>{text('service.name')}</span>
        </div>
        <ul className="grid gap-2">
          {rows.map((row) => (
            <li key={row.key}>
              <div className="flex items-start gap-2">
                <RowField
                  label={text('service.prefix')}
                  name={`prefix-${row.key}`}
                  value={row.prefix}
                  fault={faults[`prefix-${row.key}`]}
                  longest={3}
                  className="!w-14 shrink-0 !px-1 text-center font-semibold"
                  onChange={(prefix) => change(row.key, { prefix: prefix.toUpperCase() })}
                />
                <RowField
                  label={text('service.name')}
                  name={`name-${row.key}`}
                  value={row.name}
                  fault={faults[`name-${row.key}`]}
                  longest={80}
                  className="flex-1"
                  onChange={(name) => change(row.key, { name })}
                />
                <Button
                  variant="quiet"
                  icon="close"
                  className="-me-2"
                  aria-label={text('start.services.remove', { name: row.name })}
                  isDisabled={rows.length === 1}
                  onPress={() => setRows(rows.filter(({ key }) => key !== row.key))}
                />
              </div>
              <RowFault name={`prefix-${row.key}`} fault={faults[`prefix-${row.key}`]} />
              <RowFault name={`name-${row.key}`} fault={faults[`name-${row.key}`]} />
            </li>
          ))}
        </ul>
        <div className="mt-3">
          <Button
            icon="plus"
            isDisabled={rows.length >= 8}
            onPress={() =>
              setRows([
                ...rows,
                {
                  key: crypto.randomUUID(),
                  id: null,
                  name: '',
                  prefix: freePrefix(rows.map(({ prefix }) => prefix)),
                },
              ])
            }
          >
            {text('start.services.add')}
          </Button>
        </div>
      </Card>
      <Card title={text('start.services.counters')} note={text('start.services.counters_note')}>
        <NumberField
          label={text('start.services.counters_count')}
          className="max-w-56"
          isRequired
          min={1}
          max={20}
          value={wanted}
          onChange={setWanted}
        />
      </Card>
      <Card title={text('accent.title')} note={text('accent.note')}>
        <AccentChoice />
      </Card>
      <FormActions>
        <Button type="submit" variant="primary" size="large" busy={busy}>
          {text('start.next')}
        </Button>
      </FormActions>
    </form>
  )
}

interface RowFieldProps {
  label: string
  name: string
  value: string
  fault: string | undefined
  longest: number
  className: string
  onChange: (value: string) => void
}

/** A field in a list: its label stands once, above the list. */
function RowField({ label, name, value, fault, longest, className, onChange }: RowFieldProps) {
  return (
    <input
      name={name}
      aria-label={label}
      aria-invalid={fault ? true : undefined}
      aria-describedby={fault ? `fault-${name}` : undefined}
      maxLength={longest}
      autoComplete="off"
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className={`field-box min-w-0 ${className}`}
    />
  )
}

function RowFault({ name, fault }: Pick<RowFieldProps, 'name' | 'fault'>) {
  if (!fault) return null
  return (
    <p id={`fault-${name}`} className="mt-1 flex items-start gap-1.5 text-sm font-medium text-error">
      <Icon name="error" size={16} className="mt-0.5" />
      {fault}
    </p>
  )
}
