import { type FormEvent, type ReactNode, useEffect, useId, useRef, useSyncExternalStore } from 'react'
import { Button, type ButtonProps } from './Button.tsx'
import type { Form as FormState } from './form-state.ts'
import { useText } from './texts.ts'

export { Checkbox, RadioGroup, Select, Switch } from './Choices.tsx'
export type { Option } from './Choices.tsx'
export { useForm } from './form-state.ts'
export type { FieldProps } from './form-state.ts'
export { ComboBox, NumberField } from './LazyFields.tsx'
export { DateField, TextField, TimeField } from './TextFields.tsx'

interface FormProps<V extends object> {
  form: FormState<V>
  children: ReactNode
  className?: string
}

/** The form element: checks what is demanded, lists every fault at the top and brings the reader there. */
export function Form<V extends object>({ form, children, className = '' }: FormProps<V>) {
  const text = useText('kit')
  const id = useId()
  const element = useRef<HTMLFormElement>(null)
  const summary = useRef<HTMLDivElement>(null)

  useEffect(() => {
    if (form.faults.length > 0) summary.current?.focus()
  }, [form.faults])

  function submit(event: FormEvent) {
    event.preventDefault()
    if (form.busy) return
    const missing = [
      ...element.current!.querySelectorAll<HTMLInputElement>('[aria-required="true"][name]'),
    ].filter((input) => input.value.trim() === '')
    if (missing.length > 0) form.setFaults(missing.map((input) => ({ path: input.name, code: 'required' })))
    else form.submit()
  }

  return (
    <form id={id} ref={element} noValidate onSubmit={submit} className={`grid gap-5 ${className}`}>
      {form.faults.length > 0 && (
        <div
          ref={summary}
          tabIndex={-1}
          role="alert"
          className="rounded border-2 border-error bg-surface px-4 py-3 focus:outline-2 focus:outline-offset-2 focus:outline-error"
        >
          <h2 className="font-semibold">{text('form.faults', { count: form.faults.length })}</h2>
          <ul className="mt-1 text-sm">
            {form.faults.map((fault) => (
              <li key={fault.path + fault.text}>
                <FaultLink form_id={id} fault={fault} />
              </li>
            ))}
          </ul>
        </div>
      )}
      {children}
    </form>
  )
}

const unchanging = () => () => undefined

/** A fault in the summary: names its field as the page does, and goes there. */
function FaultLink({ form_id, fault }: { form_id: string; fault: { path: string; text: string } }) {
  const control = () => controlAt(document.getElementById(form_id), fault.path)
  const label = useSyncExternalStore(unchanging, () => labelOf(control()))
  return (
    <button
      type="button"
      className="min-h-6 py-0.5 text-start text-error underline pointer-coarse:min-h-11"
      onClick={() => control()?.focus()}
    >
      {label && `${label} : `}
      {fault.text}
    </button>
  )
}

function controlAt(form: HTMLElement | null, path: string): HTMLElement | null {
  const whole = CSS.escape(path)
  const first = CSS.escape(path.split('.')[0]!)
  const inside = 'input:not([type="hidden"]), button, select'
  return (
    form?.querySelector<HTMLElement>(`[name="${whole}"]:not([type="hidden"])`) ??
    form?.querySelector<HTMLElement>(`[data-field="${first}"] :is(${inside})`) ??
    form?.querySelector<HTMLElement>(`[name="${first}"]`) ??
    null
  )
}

function labelOf(control: HTMLElement | null): string {
  const label = (control as HTMLInputElement | null)?.labels?.[0]
  return label?.firstChild?.textContent ?? ''
}

/** The line of buttons that ends a form; the first is what the form is for. */
export function FormActions({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap items-center gap-2 pt-1">{children}</div>
}

/** The form's own button: `<SubmitButton form={form}>{text('save')}</SubmitButton>`. */
export function SubmitButton<V extends object>({
  form,
  ...rest
}: { form: FormState<V> } & Omit<ButtonProps, 'form'>) {
  return <Button variant="primary" {...rest} type="submit" busy={form.busy} />
}
