import { ProblemError, request } from '@guichet/kit/api'
import { Form, FormActions, SubmitButton, useForm } from '@guichet/kit/form'
import { Notice, PartFrame } from '@guichet/kit/page'
import type { PageProps } from '@guichet/kit/shell-route'
import { Skeleton } from '@guichet/kit/skeleton'
import { useText } from '@guichet/kit/texts'
import { finishPasswordReset, readPasswordReset } from '@guichet/platform/auth-contract'
import { useEffect, useState } from 'react'
import { faultsOf } from '../faults-of.ts'
import { AccountFrame } from './AccountFrame.tsx'
import { HallPicture } from './HallPicture.tsx'
import { PasswordField } from './PasswordField.tsx'

/** `/reset/$token`: chooses the new password, once. */
export function ResetPage({ params }: PageProps) {
  const text = useText('organisation')
  return (
    <AccountFrame title={text('reset.title')} picture={<HallPicture />}>
      <PartFrame skeleton="form">
        <Opened key={params.token} token={params.token!} />
      </PartFrame>
    </AccountFrame>
  )
}

function Opened({ token }: { token: string }) {
  const [email, setEmail] = useState<string | null>(null)
  const [failure, setFailure] = useState<Error | null>(null)
  useEffect(() => {
    let current = true
    request(readPasswordReset, { params: { token } }).then(
      (found) => current && setEmail(found.email),
      (error: Error) => {
        if (!current) return
        if (error instanceof ProblemError && error.problem.status === 404) setEmail('over')
        else setFailure(error)
      },
    )
    return () => {
      current = false
    }
  }, [token])
  if (failure) throw failure
  if (email === null) return <Skeleton kind="form" />
  return email === 'over' ? (
    <Over />
  ) : (
    <NewPassword token={token} email={email} onOver={() => setEmail('over')} />
  )
}

function Over() {
  const text = useText('organisation')
  return (
    <Notice tone="warning" title={text('reset.over')}>
      {text('reset.over_note')}{' '}
      <a href="/reset" className="text-accent underline">
        {text('reset.again')}
      </a>
    </Notice>
  )
}

function NewPassword({ token, email, onOver }: { token: string; email: string; onOver: () => void }) {
  const text = useText('organisation')
  const form = useForm(finishPasswordReset, {
    initial: { password: '' },
    module: 'organisation',
    input: (values) => ({ params: { token }, body: values }),
    onDone: () => location.assign('/'),
    onProblem: (error) => {
      if (error instanceof ProblemError && error.problem.status === 404) {
        onOver()
        return true
      }
      const faults = faultsOf(error, { 'platform.password_too_common': 'password' })
      if (faults.length > 0) form.setFaults(faults)
      return faults.length > 0
    },
  })
  return (
    <>
      <p className="mb-5 rounded border border-line bg-surface px-4 py-3">{email}</p>
      <Form form={form}>
        {/* Password managers tie the password to this address. */}
        <input type="hidden" autoComplete="username" value={email} readOnly />
        <PasswordField
          label={text('reset.next')}
          hint={text('account.password_hint')}
          autoComplete="new-password"
          {...form.field('password')}
        />
        <FormActions>
          <SubmitButton form={form} size="large" wide>
            {text('reset.save')}
          </SubmitButton>
        </FormActions>
      </Form>
    </>
  )
}
