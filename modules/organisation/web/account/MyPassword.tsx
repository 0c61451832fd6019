import { Card } from '@guichet/kit/card'
import { Form, FormActions, SubmitButton, useForm } from '@guichet/kit/form'
import { useMe } from '@guichet/kit/session'
import { useText } from '@guichet/kit/texts'
import { toast } from '@guichet/kit/toast'
import { changePassword } from '@guichet/platform/auth-contract'
import { faultsOf } from '../faults-of.ts'
import { PasswordField } from './PasswordField.tsx'

export function MyPassword() {
  const text = useText('organisation')
  const { user } = useMe()
  const form = useForm(changePassword, {
    initial: { current: '', next: '' },
    module: 'organisation',
    invalidates: ['me'],
    onDone: () => {
      form.reset()
      toast({ text: text('me.password_changed'), tone: 'success' })
    },
    onProblem: (error) => {
      const faults = faultsOf(error, {
        'platform.wrong_credentials': 'current',
        'platform.password_too_common': 'next',
      })
      if (faults.length > 0) form.setFaults(faults)
      return faults.length > 0
    },
  })
  return (
    <Card title={text('me.password_title')} note={text('me.password_note')}>
      <Form form={form}>
        <input type="hidden" autoComplete="username" value={user.email} readOnly />
        <PasswordField
          label={text('me.current')}
          autoComplete="current-password"
          {...form.field('current')}
        />
        <PasswordField
          label={text('me.next')}
          hint={text('account.password_hint')}
          autoComplete="new-password"
          {...form.field('next')}
        />
        <FormActions>
          <SubmitButton form={form} variant="secondary">
            {text('me.change_password')}
          </SubmitButton>
        </FormActions>
      </Form>
    </Card>
  )
}
