import { Form, FormActions, SubmitButton, TextField, useForm } from '@guichet/kit/form'
import { Notice } from '@guichet/kit/page'
import { useText } from '@guichet/kit/texts'
import { askPasswordReset } from '@guichet/platform/auth-contract'
import { useState } from 'react'
import { AccountFrame } from './AccountFrame.tsx'
import { HallPicture } from './HallPicture.tsx'

/** `/reset`: asks for a link by e-mail; the page says the same whether the address is known or not. */
export function ForgottenPage() {
  const text = useText('organisation')
  const [asked, setAsked] = useState(false)
  const form = useForm(askPasswordReset, {
    initial: { email: '' },
    module: 'organisation',
    invalidates: [],
    onDone: () => setAsked(true),
  })
  return (
    <AccountFrame title={text('reset.ask_title')} picture={<HallPicture />}>
      {asked ? (
        <Notice tone="success" icon="mail" title={text('reset.asked')}>
          {text('reset.asked_note')}
        </Notice>
      ) : (
        <Form form={form}>
          <p>{text('reset.ask_note')}</p>
          <TextField
            label={text('reset.email')}
            type="email"
            autoComplete="username"
            isRequired
            {...form.field('email')}
          />
          <FormActions>
            <SubmitButton form={form} size="large" wide>
              {text('reset.ask')}
            </SubmitButton>
          </FormActions>
        </Form>
      )}
      <p className="mt-5 text-sm">
        <a href="/login" className="inline-block py-1 text-accent underline">
          {text('reset.back')}
        </a>
      </p>
    </AccountFrame>
  )
}
