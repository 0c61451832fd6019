import { lazy, type ReactNode, Suspense } from 'react'
import type { Option } from './Choices.tsx'
import type { FieldFrameProps } from './Field.tsx'

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
