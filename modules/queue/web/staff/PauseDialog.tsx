import { Button } from '@guichet/kit/button'
import { Dialog } from '@guichet/kit/dialog'
import { TextField } from '@guichet/kit/form'
import { useText } from '@guichet/kit/texts'
import { type FormEvent, useEffect, useRef, useState } from 'react'

const reasons = ['break', 'lunch', 'meeting', 'back_office'] as const

interface PauseDialogProps {
  onPause: (reason: string) => void
  onClose: () => void
}

/** The counter stays taken but calls nobody; the reason is for the colleagues who look at the live page. */
export function PauseDialog({ onPause, onClose }: PauseDialogProps) {
  const text = useText('queue')
  const [other, setOther] = useState('')
  const list = useRef<HTMLUListElement>(null)

  useEffect(() => {
    list.current?.querySelector('button')?.focus()
  }, [])

  function pause(reason: string) {
    onPause(reason)
    onClose()
  }
  function submit(event: FormEvent) {
    event.preventDefault()
    pause(other.trim())
  }

  return (
    <Dialog isOpen onClose={onClose} title={text('desk.pause_title')}>
      <p className="mb-4 text-sm text-muted">{text('desk.pause_note')}</p>
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
