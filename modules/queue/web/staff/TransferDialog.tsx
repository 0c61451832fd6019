import { Button } from '@guichet/kit/button'
import { Dialog } from '@guichet/kit/dialog'
import { ComboBox, RadioGroup, TextField } from '@guichet/kit/form'
import { useText } from '@guichet/kit/texts'
import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import type { Ticket } from '../../contract.ts'
import { joinNotes } from './notes.ts'

interface TransferDialogProps {
  ticket: Ticket
  services: readonly { id: string; name: string; prefix: string }[]
  /** What was already written about the visitor travels along. */
  note?: string
  onTransfer: (service_id: string, note: string | undefined) => void
  onClose: () => void
}

/** Sends a visitor to another service: number and time already waited stay. */
export function TransferDialog({
  ticket,
  services,
  note: written = '',
  onTransfer,
  onClose,
}: TransferDialogProps) {
  const text = useText('queue')
  const id = useId()
  const form = useRef<HTMLFormElement>(null)
  const others = services.filter((service) => service.id !== ticket.service_id)
  const [service_id, choose] = useState<string | null>(others.length === 1 ? others[0]!.id : null)
  const [note, setNote] = useState(written)
  const [missing, setMissing] = useState(false)

  useEffect(() => {
    form.current?.querySelector<HTMLElement>('input, button')?.focus()
  }, [])

  function submit(event: FormEvent) {
    event.preventDefault()
    if (!service_id) {
      setMissing(true)
      return
    }
    onTransfer(service_id, joinNotes(ticket.note, note))
    onClose()
  }

  const options = others.map((service) => ({ value: service.id, label: service.name }))
  const shared = {
    label: text('desk.transfer_to'),
    isRequired: true,
    options,
    value: service_id,
    onChange: (value: string | null) => {
      choose(value)
      setMissing(false)
    },
    error: missing ? text('desk.transfer_choose') : undefined,
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={text('desk.transfer_title', { number: ticket.number })}
      actions={
        <>
          <Button variant="primary" type="submit" form={id} isDisabled={others.length === 0}>
            {text('action.transfer')}
          </Button>
          <Button variant="quiet" onPress={onClose}>
            {text('action.give_up')}
          </Button>
        </>
      }
    >
      {others.length === 0 ? (
        <p>{text('desk.transfer_nowhere')}</p>
      ) : (
        <form ref={form} id={id} onSubmit={submit} className="grid gap-4">
          <p className="text-sm text-muted">{text('desk.transfer_note', { service: ticket.service_name })}</p>
          {options.length > 8 ? <ComboBox {...shared} /> : <RadioGroup {...shared} />}
          <TextField label={text('desk.note')} lines={2} maxLength={500} value={note} onChange={setNote} />
        </form>
      )}
    </Dialog>
  )
}
