import { Checkbox, RadioGroup, TextField, TimeField } from '@guichet/kit/form'
import { useText } from '@guichet/kit/texts'
import { type PriorityClass, priorityClasses } from './words.ts'

export interface Visitor {
  name: string
  phone: string
  note: string
  class: PriorityClass
  /** Whether the visitor agrees to WhatsApp; a text message otherwise. */
  whatsapp: boolean
  /** `14:30` today, for whoever comes to an appointment. */
  appointment: string
}
export const nobody: Visitor = {
  name: '',
  phone: '',
  note: '',
  class: 'ordinary',
  appointment: '',
  whatsapp: false,
}

interface VisitorFieldsProps {
  visitor: Visitor
  onChange: (change: Partial<Visitor>) => void
  phone_error: string | undefined
  time_error: string | undefined
}

/** Who comes, when it is worth knowing: a ticket needs none of it. */
export function VisitorFields({ visitor, onChange, phone_error, time_error }: VisitorFieldsProps) {
  const text = useText('queue')
  return (
    <div className="grid gap-4">
      <RadioGroup
        label={text('reception.class')}
        inline
        isRequired
        options={(Object.keys(priorityClasses) as PriorityClass[]).map((value) => ({
          value,
          label: text(`priority.${value}`),
        }))}
        value={visitor.class}
        onChange={(value) => onChange({ class: value as PriorityClass })}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label={text('reception.name')}
          autoComplete="off"
          maxLength={120}
          value={visitor.name}
          onChange={(name) => onChange({ name })}
        />
        <TextField
          label={text('reception.phone')}
          type="tel"
          inputMode="tel"
          autoComplete="off"
          error={phone_error}
          value={visitor.phone}
          onChange={(phone) => onChange({ phone })}
        />
      </div>
      {visitor.phone.trim() !== '' && (
        <Checkbox
          label={text('reception.whatsapp')}
          hint={text('reception.consent')}
          value={visitor.whatsapp}
          onChange={(whatsapp) => onChange({ whatsapp })}
        />
      )}
      <div className="grid gap-4 sm:grid-cols-[minmax(0,12rem)_1fr]">
        <TimeField
          label={text('reception.appointment')}
          hint={text('reception.appointment_note')}
          error={time_error}
          value={visitor.appointment}
          onChange={(appointment) => onChange({ appointment })}
        />
        <TextField
          label={text('reception.note')}
          maxLength={500}
          value={visitor.note}
          onChange={(note) => onChange({ note })}
        />
      </div>
    </div>
  )
}
