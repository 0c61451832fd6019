import { Checkbox, TextField } from '@guichet/kit/form'
import { useText } from '@guichet/kit/texts'
import { useState } from 'react'

interface PasswordFieldProps {
  label: string
  hint?: string
  name: string
  value: string
  onChange: (value: string) => void
  error?: string
  autoComplete: 'current-password' | 'new-password'
  autoFocus?: boolean
}

/** A password one may look at: on a phone most wrong ones are typing faults. */
export function PasswordField(props: PasswordFieldProps) {
  const text = useText('organisation')
  const [shown, setShown] = useState(false)
  return (
    <div>
      <TextField {...props} isRequired type={shown ? 'text' : 'password'} maxLength={128} />
      <div className="mt-1 text-sm">
        <Checkbox label={text('account.show_password')} value={shown} onChange={setShown} />
      </div>
    </div>
  )
}
