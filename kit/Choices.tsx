import { type ReactNode, useId } from 'react'
import { Checkbox as AriaCheckbox } from 'react-aria-components/Checkbox'
import { Radio, RadioGroup as AriaRadioGroup } from 'react-aria-components/RadioGroup'
import { Switch as AriaSwitch } from 'react-aria-components/Switch'
import { FieldFrame, type FieldFrameProps, FieldNotes } from './Field.tsx'
import type { FieldProps } from './form-state.ts'
import { Icon } from './Icon.tsx'

export interface Option {
  value: string
  label: string
  /** A second line, in radio groups and combo boxes. */
  note?: string
}

interface SelectProps extends FieldFrameProps, Partial<Omit<FieldProps<never>, 'value' | 'onChange'>> {
  options: readonly Option[]
  value?: string | null
  onChange?: (value: string) => void
  /** Text of the choice of nothing. */
  placeholder?: string
}

/** A short list. The system's own control: a wheel on phones, type-ahead on desks. */
export function Select({ options, value, onChange, name, placeholder, ...frame }: SelectProps) {
  return (
    <FieldFrame {...frame}>
      {(ids) => (
        <span className="relative block">
          <select
            {...ids}
            name={name}
            disabled={frame.isDisabled}
            className="field-box appearance-none pe-9"
            value={value ?? ''}
            onChange={(event) => onChange?.(event.target.value)}
          >
            {(placeholder !== undefined || !value) && <option value="">{placeholder ?? ''}</option>}
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
          <Icon
            name="chevron_down"
            className="pointer-events-none absolute end-3 top-1/2 -translate-y-1/2 text-muted"
          />
        </span>
      )}
    </FieldFrame>
  )
}

interface ToggleProps {
  label: ReactNode
  hint?: ReactNode
  name?: string
  value?: boolean
  onChange?: (value: boolean) => void
  error?: string
  isDisabled?: boolean
}

export function Checkbox({ label, hint, name, value = false, onChange, error, isDisabled }: ToggleProps) {
  const id = useId()
  return (
    <div data-field={name}>
      <AriaCheckbox
        name={name}
        isSelected={value}
        onChange={onChange}
        isDisabled={isDisabled}
        isInvalid={Boolean(error)}
        aria-describedby={error || hint ? `${id}-error ${id}-hint` : undefined}
        className="group flex min-h-8 items-start gap-2.5 rounded py-1 pointer-coarse:min-h-11"
      >
        <span
          aria-hidden="true"
          className="mt-0.5 grid size-5 shrink-0 place-items-center rounded-sm border border-control bg-surface text-on-accent group-data-[selected]:border-accent group-data-[selected]:bg-accent group-data-[invalid]:border-error group-data-[focus-visible]:outline-2 group-data-[focus-visible]:outline-offset-2 group-data-[focus-visible]:outline-accent group-data-[disabled]:opacity-50"
        >
          {value && <Icon name="check" size={16} />}
        </span>
        <span>{label}</span>
      </AriaCheckbox>
      <div className="ps-7.5">
        <FieldNotes id={id} hint={hint} error={error} />
      </div>
    </div>
  )
}

/** Takes effect at once; what waits for a save is a checkbox. */
export function Switch({ label, hint, name, value = false, onChange, error, isDisabled }: ToggleProps) {
  const id = useId()
  return (
    <div data-field={name}>
      <AriaSwitch
        name={name}
        isSelected={value}
        onChange={onChange}
        isDisabled={isDisabled}
        aria-describedby={error || hint ? `${id}-error ${id}-hint` : undefined}
        className="group flex min-h-8 items-center gap-3 rounded py-1 pointer-coarse:min-h-11"
      >
        <span
          aria-hidden="true"
          className="flex h-6 w-10 shrink-0 items-center rounded-full border border-control bg-sunken px-0.5 transition-colors group-data-[selected]:border-accent group-data-[selected]:bg-accent group-data-[focus-visible]:outline-2 group-data-[focus-visible]:outline-offset-2 group-data-[focus-visible]:outline-accent group-data-[disabled]:opacity-50"
        >
          <span className="size-4.5 rounded-full bg-control transition-transform group-data-[selected]:translate-x-4 group-data-[selected]:bg-on-accent" />
        </span>
        <span>{label}</span>
      </AriaSwitch>
      <div className="ps-13">
        <FieldNotes id={id} hint={hint} error={error} />
      </div>
    </div>
  )
}

interface RadioGroupProps extends FieldFrameProps, Partial<Omit<FieldProps<never>, 'value' | 'onChange'>> {
  options: readonly Option[]
  value?: string | null
  onChange?: (value: string) => void
  /** Beside one another, for two or three short choices. */
  inline?: boolean
}

export function RadioGroup({
  label,
  hint,
  error,
  name,
  options,
  value,
  onChange,
  inline,
  isDisabled,
  isRequired,
  className = '',
}: RadioGroupProps) {
  const id = useId()
  return (
    <AriaRadioGroup
      name={name}
      value={value ?? null}
      onChange={onChange}
      isDisabled={isDisabled}
      isRequired={isRequired}
      isInvalid={Boolean(error)}
      validationBehavior="aria"
      aria-labelledby={`${id}-label`}
      aria-describedby={error || hint ? `${id}-error ${id}-hint` : undefined}
      className={`min-w-0 ${className}`}
      data-field={name}
    >
      <div id={`${id}-label`} className="mb-1.5 text-sm font-medium">
        {label}
      </div>
      <div className={inline ? 'flex flex-wrap gap-2' : 'grid gap-2'}>
        {options.map((option) => (
          <Radio
            key={option.value}
            value={option.value}
            className="group flex min-h-10 items-start gap-2.5 rounded border border-control bg-surface px-3 py-2 pointer-coarse:min-h-11 hover:border-ink data-[selected]:border-accent data-[selected]:bg-accent-soft data-[focus-visible]:outline-2 data-[focus-visible]:outline-offset-2 data-[focus-visible]:outline-accent data-[disabled]:opacity-50"
          >
            <span
              aria-hidden="true"
              className="mt-0.5 grid size-5 shrink-0 place-items-center rounded-full border border-control bg-surface group-data-[selected]:border-accent"
            >
              <span className="size-2.5 rounded-full group-data-[selected]:bg-accent" />
            </span>
            <span className="min-w-0">
              {option.label}
              {option.note && <span className="block text-sm text-muted">{option.note}</span>}
            </span>
          </Radio>
        ))}
      </div>
      <FieldNotes id={id} hint={hint} error={error} />
    </AriaRadioGroup>
  )
}
