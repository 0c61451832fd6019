import { Button } from '@guichet/kit/button'
import { Dialog } from '@guichet/kit/dialog'
import { NumberField, TextField } from '@guichet/kit/form'
import { useText } from '@guichet/kit/texts'
import { type FormEvent, useEffect, useRef, useState } from 'react'

const reasons = ['break', 'lunch', 'meeting', 'back_office'] as const

interface PauseDialogProps {
  /** Minutes until the return; null when nobody knows. */
  onPause: (reason: string, returns_in_minutes: number | null) => void
  onClose: () => void
}

/** The counter stays taken but calls nobody; the reason is for the colleagues who look at the live page. */
export function PauseDialog({ onPause, onClose }: PauseDialogProps) {
  const text = useText('queue')
  const [other, setOther] = useState('')
  const [minutes, setMinutes] = useState<number | null>(15)
  const list = useRef<HTMLUListElement>(null)

  useEffect(() => {
    list.current?.querySelector('button')?.focus()
  }, [])

  function pause(reason: string) {
    onPause(reason, minutes)
    onClose()
  }
  function submit(event: FormEvent) {
    event.preventDefault()
    pause(other.trim())
  }

  return (
    <Dialog isOpen onClose={onClose} title={text('desk.pause_title')}>
      <p className="mb-4 text-sm text-muted">{text('desk.pause_note')}</p>
      <div className="mb-4 max-w-72">
        <NumberField
          label={text('desk.pause_minutes')}
          hint={text('desk.pause_minutes_note')}
          min={1}
          max={480}
          step={5}
          unit={text('settings.minutes')}
          value={minutes}
          onChange={setMinutes}
        />
      </div>
      <ul ref={list} className="grid gap-2 sm:grid-cols-2">
        {reasons.map((reason) => (
          <li key={reason}>
            <Button wide size="large" onPress={() => pause(text(`desk.pause_reason.${reason}`))}>
              {text(`desk.pause_reason.${reason}`)}
            </Button>
          </li>
        ))}
      </ul>
      <form onSubmit={submit} className="mt-5 grid gap-3">
        <TextField label={text('desk.pause_other')} maxLength={80} value={other} onChange={setOther} />
        <div>
          <Button type="submit">{text('desk.pause_counter')}</Button>
        </div>
      </form>
    </Dialog>
  )
}
