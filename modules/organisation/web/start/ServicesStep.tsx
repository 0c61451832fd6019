import { useRead, useSend } from '@guichet/kit/api'
import { Button } from '@guichet/kit/button'
import { Card } from '@guichet/kit/card'
import { FormActions, NumberField, TextField } from '@guichet/kit/form'
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
        <ul className="grid gap-3">
          {rows.map((row) => (
            <li key={row.key} className="flex items-start gap-2">
              <TextField
                label={text('service.prefix')}
                className="w-20 shrink-0"
                name={`prefix-${row.key}`}
                value={row.prefix}
                error={faults[`prefix-${row.key}`]}
                maxLength={3}
                isRequired
                onChange={(prefix) => change(row.key, { prefix: prefix.toUpperCase() })}
              />
              <TextField
                label={text('service.name')}
                className="flex-1"
                name={`name-${row.key}`}
                value={row.name}
                error={faults[`name-${row.key}`]}
                maxLength={80}
                isRequired
                onChange={(name) => change(row.key, { name })}
              />
              <div className="pt-6.5">
                <Button
                  variant="quiet"
                  icon="close"
                  aria-label={text('start.services.remove', { name: row.name })}
                  isDisabled={rows.length === 1}
                  onPress={() => setRows(rows.filter(({ key }) => key !== row.key))}
                />
              </div>
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
