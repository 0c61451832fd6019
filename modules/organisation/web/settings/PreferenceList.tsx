import { Code } from '@guichet/kit/badge'
import { Checkbox, Switch } from '@guichet/kit/form'
import { useText } from '@guichet/kit/texts'
import type { Service } from '../../contract.ts'
import { moved } from './moved.ts'
import { MoveButtons } from './MoveButtons.tsx'

interface PreferenceListProps {
  services: readonly Service[]
  /** Empty means all of them. */
  value: readonly string[]
  onChange: (ids: string[]) => void
  /** "Tous les services du site". */
  all: string
  all_hint: string
  /** The order says which is preferred. */
  ordered?: boolean
  error?: string
}

/** Which services, and which of them first. */
export function PreferenceList({
  services,
  value,
  onChange,
  all,
  all_hint,
  ordered = false,
  error,
}: PreferenceListProps) {
  const text = useText('organisation')
  const every = value.length === 0
  const chosen = value.flatMap((id) => services.find((service) => service.id === id) ?? [])
  const rest = services.filter((service) => !value.includes(service.id))

  const toggle = (id: string, on: boolean) =>
    onChange(on ? [...value, id] : value.filter((one) => one !== id))

  return (
    <div>
      <Switch
        label={all}
        hint={all_hint}
        error={error}
        value={every}
        onChange={(on) => onChange(on ? [] : services.map((service) => service.id))}
      />
      {!every && (
        <>
          {ordered && <p className="mt-4 mb-1.5 text-sm text-muted">{text('counter.order_hint')}</p>}
          <ul className={`divide-y divide-line rounded border border-line ${ordered ? '' : 'mt-4'}`}>
            {[...chosen, ...rest].map((service) => {
              const at = chosen.indexOf(service)
              return (
                <li key={service.id} className="flex min-h-11 items-center gap-2 px-3">
                  <div className="min-w-0 flex-1">
                    <Checkbox
                      label={
                        <>
                          <Code>{service.prefix}</Code> {service.name}
                        </>
                      }
                      value={at >= 0}
                      isDisabled={at >= 0 && chosen.length === 1}
                      onChange={(on) => toggle(service.id, on)}
                    />
                  </div>
                  {ordered && at >= 0 && (
                    <MoveButtons
                      name={service.name}
                      first={at === 0}
                      last={at === chosen.length - 1}
                      onMove={(by) => onChange(moved(chosen, at, by).map(({ id }) => id))}
                    />
                  )}
                </li>
              )
            })}
          </ul>
        </>
      )}
    </div>
  )
}
