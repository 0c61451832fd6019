import { type ReactNode, useId } from 'react'
import { Icon } from './Icon.tsx'
import { useText } from './texts.ts'

export interface FieldFrameProps {
  label: string
  /** What to write, and in which form. Never in the placeholder, which leaves when one types. */
  hint?: ReactNode
  error?: string
  /** Most fields are demanded: those that are not say "facultatif". */
  isRequired?: boolean
  isDisabled?: boolean
  className?: string
}

/** Label, hint and fault around one control, tied together for screen readers. */
export function FieldFrame({
  label,
  hint,
  error,
  isRequired = false,
  className = '',
  children,
}: FieldFrameProps & { children: (ids: FieldIds) => ReactNode }) {
  const text = useText('kit')
  const id = useId()
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ')
  return (
    <div className={`min-w-0 ${className}`}>
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {label}
        {!isRequired && <span className="font-normal text-muted"> ({text('form.optional')})</span>}
      </label>
      {children({
        id,
        'aria-describedby': described || undefined,
        'aria-invalid': error ? true : undefined,
        'aria-required': isRequired || undefined,
      })}
      <FieldNotes id={id} hint={hint} error={error} />
    </div>
  )
}

export interface FieldIds {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
  'aria-required': true | undefined
}

export function FieldNotes({ id, hint, error }: { id: string; hint?: ReactNode; error?: string }) {
  return (
    <>
      {error && (
        <p id={`${id}-error`} className="mt-1 flex items-start gap-1.5 text-sm font-medium text-error">
          <Icon name="error" size={16} className="mt-0.5" />
          {error}
        </p>
      )}
      {hint && (
        <p id={`${id}-hint`} className="mt-1 text-sm text-muted">
          {hint}
        </p>
      )}
    </>
  )
}
