import { ProblemError, useSend } from '@guichet/kit/api'
import { Button } from '@guichet/kit/button'
import { Dialog } from '@guichet/kit/dialog'
import { TextField } from '@guichet/kit/form'
import { useText } from '@guichet/kit/texts'
import { useState } from 'react'
import { type DocumentSummary, openWithPassword } from '../contract.ts'

/** Asks for the password of a file; it is used once and forgotten. */
export function PasswordDialog({ document, onClose }: { document: DocumentSummary; onClose: () => void }) {
  const text = useText('documents')
  const [password, write] = useState('')
  const [fault, setFault] = useState<string | undefined>()
  const open = useSend(openWithPassword, {
    onDone: onClose,
    onProblem(error) {
      if (!(error instanceof ProblemError) || error.problem.code !== 'documents.wrong_password') return false
      setFault(text('problem.wrong_password'))
      return true
    },
  })
  const send = () => {
    setFault(undefined)
    if (password !== '') open.mutate({ params: { document_id: document.id }, body: { password } })
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={text('password.title')}
      actions={
        <>
          <Button variant="primary" busy={open.isPending} onPress={send}>
            {text('password.open')}
          </Button>
          <Button onPress={onClose}>{text('password.later')}</Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
        <p className="mb-3 break-words">{text('password.note', { name: document.name })}</p>
        <TextField
          label={text('password.label')}
          type="password"
          autoComplete="off"
          maxLength={200}
          isRequired
          value={password}
          onChange={write}
          error={fault}
        />
      </form>
    </Dialog>
  )
}
