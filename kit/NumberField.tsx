import { useId } from 'react'
import { Button } from 'react-aria-components/Button'
import { Group } from 'react-aria-components/Group'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { NumberField as AriaNumberField } from 'react-aria-components/NumberField'
import { FieldNotes } from './Field.tsx'
import type { NumberFieldProps } from './LazyFields.tsx'
import { Icon } from './Icon.tsx'
import { useLocale, useText } from './texts.ts'

/** Reads "1 234,5" as well as "1234.5"; arrows and buttons step. */
export function NumberInput(props: NumberFieldProps) {
  const { label, hint, error, name, value, onChange, min, max, unit, currency, isRequired, isDisabled } =
    props
  const text = useText('kit')
  const locale = useLocale()
  const id = useId()
  const digits = currency
    ? (new Intl.NumberFormat('fr', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ??
      2)
    : 0
  const scale = 10 ** digits
  return (
    <I18nProvider locale={locale === 'fr' ? 'fr-FR' : 'en-GB'}>
      <AriaNumberField
        value={value === null || value === undefined ? Number.NaN : value / scale}
        onChange={(next) => onChange?.(Number.isNaN(next) ? null : Math.round(next * scale * 1e6) / 1e6)}
        minValue={min === undefined ? undefined : min / scale}
        maxValue={max === undefined ? undefined : max / scale}
        step={props.step ?? (currency ? undefined : 1)}
        formatOptions={
          currency ? { minimumFractionDigits: digits, maximumFractionDigits: digits } : undefined
        }
        isDisabled={isDisabled}
        isRequired={isRequired}
        isInvalid={Boolean(error)}
        validationBehavior="aria"
        aria-describedby={error || hint ? `${id}-error ${id}-hint` : undefined}
        className={`min-w-0 ${props.className ?? ''}`}
        data-field={name}
      >
        <Label className="mb-1 block text-sm font-medium">
          {label}
          {!isRequired && <span className="font-normal text-muted"> ({text('form.optional')})</span>}
        </Label>
        <Group className="flex">
          <span className="relative flex-1">
            <Input className={`field-box num rounded-e-none ${unit || currency ? 'pe-16' : ''}`} />
            {(unit || currency) && (
              <span className="pointer-events-none absolute end-3 top-1/2 -translate-y-1/2 text-muted">
                {unit ?? (currency === 'XOF' ? 'F CFA' : currency === 'EUR' ? '€' : currency)}
              </span>
            )}
          </span>
          <Button slot="decrement" className={`${step} border-s-0`}>
            <Icon name="minus" size={16} />
          </Button>
          <Button slot="increment" className={`${step} rounded-e border-s-0`}>
            <Icon name="plus" size={16} />
          </Button>
        </Group>
        <FieldNotes id={id} hint={hint} error={error} />
      </AriaNumberField>
    </I18nProvider>
  )
}

const step =
  'grid w-10 place-items-center border border-control bg-surface text-muted hover:bg-sunken hover:text-ink disabled:opacity-40 data-[disabled]:opacity-40 pointer-coarse:w-12'
