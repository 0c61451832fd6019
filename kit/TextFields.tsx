import { type HTMLInputAutoCompleteAttribute, useState } from 'react'
import { FieldFrame, type FieldFrameProps } from './Field.tsx'
import type { FieldProps } from './form-state.ts'
import { readTime } from './read-time.ts'

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
  const {
    value,
    onChange,
    name,
    lines,
    type = 'text',
    inputMode,
    autoComplete,
    autoFocus,
    maxLength,
    placeholder,
  } = props
  const shared = {
    name,
    inputMode,
    autoComplete,
    autoFocus,
    maxLength,
    placeholder,
    disabled: props.isDisabled,
  }
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
interface DayProps extends FieldFrameProps, Partial<Omit<FieldProps<never>, 'value' | 'onChange'>> {
  value?: string | null
  onChange?: (value: string) => void
  min?: string
  max?: string
}

/** "08:30" on the wire. Takes "8h30", "830" and "8": the system's own field would ask some for AM or PM. */
export function TimeField({ value, onChange, name, ...frame }: Omit<DayProps, 'min' | 'max'>) {
  const [written, setWritten] = useState<string | null>(null)
  return (
    <FieldFrame {...frame}>
      {(ids) => (
        <input
          {...ids}
          name={name}
          inputMode="numeric"
          autoComplete="off"
          maxLength={5}
          disabled={frame.isDisabled}
          className="field-box num"
          value={written ?? value ?? ''}
          onFocus={(event) => event.target.select()}
          onChange={(event) => {
            setWritten(event.target.value)
            onChange?.(readTime(event.target.value) ?? event.target.value)
          }}
          onBlur={() => setWritten(null)}
        />
      )}
    </FieldFrame>
  )
}

/** "2026-11-20" on the wire; the system shows it as the person's country writes it. */
export function DateField({ value, onChange, name, min, max, ...frame }: DayProps) {
  return (
    <FieldFrame {...frame}>
      {(ids) => (
        <input
          {...ids}
          name={name}
          type="date"
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
