import { type FormEvent, type HTMLInputAutoCompleteAttribute, lazy, type ReactNode, Suspense, useEffect, useId, useRef } from 'react'
import { Checkbox as AriaCheckbox } from 'react-aria-components/Checkbox'
import { Radio, RadioGroup as AriaRadioGroup } from 'react-aria-components/RadioGroup'
import { Switch as AriaSwitch } from 'react-aria-components/Switch'
import { Button, type ButtonProps } from './Button.tsx'
import { FieldFrame, type FieldFrameProps, FieldNotes } from './Field.tsx'
import type { FieldProps, Form as FormState } from './form-state.ts'
import { Icon } from './Icon.tsx'
import { useText } from './texts.ts'

export { useForm } from './form-state.ts'
export type { FieldProps } from './form-state.ts'

interface FormProps<V extends object> {
  form: FormState<V>
  children: ReactNode
  className?: string
}

/** The form element: checks what is demanded, lists every fault at the top and brings the reader there. */
export function Form<V extends object>({ form, children, className = '' }: FormProps<V>) {
  const text = useText('kit')
  const element = useRef<HTMLFormElement>(null)
  const summary = useRef<HTMLDivElement>(null)

  useEffect(() => {
    if (form.faults.length > 0) summary.current?.focus()
  }, [form.faults])

  function submit(event: FormEvent) {
    event.preventDefault()
    if (form.busy) return
    const missing = [...element.current!.querySelectorAll<HTMLInputElement>('[aria-required="true"][name]')].filter(
      (input) => input.value.trim() === '',
    )
    if (missing.length > 0) form.setFaults(missing.map((input) => ({ path: input.name, code: 'required' })))
    else form.submit()
  }

  function visit(path: string) {
    const name = CSS.escape(path.split('.')[0]!)
    element.current
      ?.querySelector<HTMLElement>(
        `[name="${CSS.escape(path)}"], [name="${name}"], [data-field="${name}"] :is(input, button, select, [tabindex="0"])`,
      )
      ?.focus()
  }

  return (
    <form ref={element} noValidate onSubmit={submit} className={`grid gap-5 ${className}`}>
      {form.faults.length > 0 && (
        <div
          ref={summary}
          tabIndex={-1}
          role="alert"
          className="rounded border-2 border-error bg-surface px-4 py-3 focus:outline-2 focus:outline-offset-2 focus:outline-error"
        >
          <h2 className="font-semibold">{text('form.faults', { count: form.faults.length })}</h2>
          <ul className="mt-1 list-disc ps-5 text-sm">
            {form.faults.map((fault) => (
              <li key={fault.path + fault.text}>
                <button type="button" className="text-start text-error underline" onClick={() => visit(fault.path)}>
                  {labelOf(element.current, fault.path)}
                  {fault.text}
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
      {children}
    </form>
  )
}

function labelOf(form: HTMLFormElement | null, path: string): string {
  const name = CSS.escape(path.split('.')[0]!)
  const input = form?.querySelector<HTMLInputElement>(`[name="${name}"]`)
  const label = input?.labels?.[0]?.firstChild?.textContent
  return label ? `${label} : ` : ''
}

/** The line of buttons that ends a form; the first is what the form is for. */
export function FormActions({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap items-center gap-2 pt-1">{children}</div>
}

/** The form's own button: `<SubmitButton form={form}>{text('save')}</SubmitButton>`. */
export function SubmitButton<V extends object>({ form, ...rest }: { form: FormState<V> } & ButtonProps) {
  return <Button variant="primary" {...rest} type="submit" busy={form.busy} />
}

interface TextFieldProps extends FieldFrameProps, Partial<Omit<FieldProps<never>, 'value' | 'onChange'>> {
  value?: string | null
  onChange?: (value: string) => void
  type?: 'text' | 'email' | 'tel' | 'url' | 'password' | 'search'
  inputMode?: 'text' | 'numeric' | 'tel' | 'email'
  autoComplete?: HTMLInputAutoCompleteAttribute
  autoFocus?: boolean
  maxLength?: number
  placeholder?: string
  /** Gives a text area of so many lines. */
  lines?: number
}

export function TextField(props: TextFieldProps) {
  const { value, onChange, name, lines, type = 'text', inputMode, autoComplete, autoFocus, maxLength, placeholder } = props
  const shared = { name, inputMode, autoComplete, autoFocus, maxLength, placeholder, disabled: props.isDisabled }
  return (
    <FieldFrame {...props}>
      {(ids) =>
        lines ? (
          <textarea
            {...shared}
            {...ids}
            rows={lines}
            className="field-box"
            value={value ?? ''}
            onChange={(event) => onChange?.(event.target.value)}
          />
        ) : (
          <input
            {...shared}
            {...ids}
            type={type}
            className="field-box"
            value={value ?? ''}
            onChange={(event) => onChange?.(event.target.value)}
          />
        )
      }
    </FieldFrame>
  )
}

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
          <Icon name="chevron_down" className="pointer-events-none absolute end-3 top-1/2 -translate-y-1/2 text-muted" />
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

export function RadioGroup({ label, hint, error, name, options, value, onChange, inline, isDisabled, isRequired, className = '' }: RadioGroupProps) {
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

// The fields below parse what people write in their language; their code comes with the forms that use them.
const LazyNumber = lazy(() => import('./NumberField.tsx').then((file) => ({ default: file.NumberInput })))
const LazyCombo = lazy(() => import('./ComboBox.tsx').then((file) => ({ default: file.ComboInput })))

/** Keeps a field's place while its code travels, so that the form does not jump. */
function Arriving({ children }: { children: ReactNode }) {
  return <Suspense fallback={<div className="field-box mt-6" aria-busy="true" />}>{children}</Suspense>
}

export interface NumberFieldProps extends FieldFrameProps {
  name?: string
  value?: number | null
  onChange?: (value: number | null) => void
  min?: number
  max?: number
  step?: number
  /** "min", "personnes"; or with `currency`, the value is in minor units. */
  unit?: string
  currency?: string
}

export function NumberField(props: NumberFieldProps) {
  return (
    <Arriving>
      <LazyNumber {...props} />
    </Arriving>
  )
}

export interface ComboBoxProps extends FieldFrameProps {
  name?: string
  options: readonly Option[]
  value?: string | null
  onChange?: (value: string | null) => void
  /** For lists the server searches: called while the person types. */
  onSearch?: (written: string) => void
}

/** A long list one searches by typing. */
export function ComboBox(props: ComboBoxProps) {
  return (
    <Arriving>
      <LazyCombo {...props} />
    </Arriving>
  )
}

interface DayProps extends FieldFrameProps, Partial<Omit<FieldProps<never>, 'value' | 'onChange'>> {
  value?: string | null
  onChange?: (value: string) => void
  min?: string
  max?: string
}

/** "08:30", as the system lets one enter it. */
export function TimeField(props: DayProps) {
  return <SystemField {...props} type="time" />
}

/** "2026-11-20" on the wire; the system shows it as the person's country writes it. */
export function DateField(props: DayProps) {
  return <SystemField {...props} type="date" />
}

function SystemField({ value, onChange, name, min, max, type, ...frame }: DayProps & { type: 'time' | 'date' }) {
  return (
    <FieldFrame {...frame}>
      {(ids) => (
        <input
          {...ids}
          name={name}
          type={type}
          min={min}
          max={max}
          disabled={frame.isDisabled}
          className="field-box num"
          value={value ?? ''}
          onChange={(event) => onChange?.(event.target.value)}
        />
      )}
    </FieldFrame>
  )
}
