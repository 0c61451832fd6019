import { ProblemError, request } from '@guichet/kit/api'
import { Form, FormActions, SubmitButton, TextField, useForm } from '@guichet/kit/form'
import { Notice, PartFrame } from '@guichet/kit/page'
import type { PageProps } from '@guichet/kit/shell-route'
import { Skeleton } from '@guichet/kit/skeleton'
import { useText } from '@guichet/kit/texts'
import { acceptInvitation, readInvitation } from '@guichet/platform/auth-contract'
import type { ReplyOf } from '@guichet/platform/contract'
import { useEffect, useState } from 'react'
import { faultsOf } from '../faults-of.ts'
import { AccountFrame } from './AccountFrame.tsx'
import { HallPicture } from './HallPicture.tsx'
import { PasswordField } from './PasswordField.tsx'

/** `/invitation/$token`: joins an organisation, with a new account or one's own. */
export function InvitationPage({ params }: PageProps) {
  const text = useText('organisation')
  return (
    <AccountFrame title={text('invitation.title')} picture={<HallPicture />}>
      <PartFrame skeleton="form">
        <Opened key={params.token} token={params.token!} />
      </PartFrame>
    </AccountFrame>
  )
}

type Invitation = ReplyOf<typeof readInvitation>

function Opened({ token }: { token: string }) {
  const text = useText('organisation')
  const [invitation, setInvitation] = useState<Invitation | 'over' | null>(null)
  const [failure, setFailure] = useState<Error | null>(null)

  useEffect(() => {
    let current = true
    request(readInvitation, { params: { token } }).then(
      (found) => current && setInvitation(found),
      (error: Error) => {
        if (!current) return
        // A link that was used, cancelled or has run out is no fault of the page: it has its own words.
        if (error instanceof ProblemError && error.problem.status === 404) setInvitation('over')
        else setFailure(error)
      },
    )
    return () => {
      current = false
    }
  }, [token])

  if (failure) throw failure
  if (invitation === null) return <Skeleton kind="form" />
  if (invitation === 'over') {
    return (
      <Notice tone="warning" title={text('invitation.over')}>
        {text('invitation.over_note')}{' '}
        <a href="/login" className="text-accent underline">
          {text('login.title')}
        </a>
      </Notice>
    )
  }
  return <Acceptance token={token} invitation={invitation} />
}

function Acceptance({ token, invitation }: { token: string; invitation: Invitation }) {
  const text = useText('organisation')
  const kit = useText('kit')
  const form = useForm(acceptInvitation, {
    initial: { name: invitation.name ?? '', password: '' },
    module: 'organisation',
    input: ({ name, password }) => ({
      params: { token },
      body: invitation.has_account ? { password } : { name, password },
    }),
    onDone: ({ tenant_slug }) => location.assign(`/t/${encodeURIComponent(tenant_slug)}`),
    onProblem: (error) => {
      const faults = faultsOf(error, {
        'platform.wrong_credentials': 'password',
        'platform.password_too_common': 'password',
      })
      if (faults.length > 0) form.setFaults(faults)
      return faults.length > 0
    },
  })
  return (
    <>
      <p className="mb-5 rounded border border-line bg-surface px-4 py-3">
        {text('invitation.to', { tenant: invitation.tenant.name, role: kit(`role.${invitation.role}`) })}
        <span className="mt-1 block text-sm text-muted">{invitation.email}</span>
      </p>
      <Form form={form}>
        {/* Password managers tie the password to this address. */}
        <input type="hidden" autoComplete="username" value={invitation.email} readOnly />
        {!invitation.has_account && (
          <TextField label={text('invitation.name')} autoComplete="name" isRequired {...form.field('name')} />
        )}
        <PasswordField
          label={text(invitation.has_account ? 'invitation.own_password' : 'invitation.new_password')}
          hint={invitation.has_account ? text('invitation.own_password_hint') : text('account.password_hint')}
          autoComplete={invitation.has_account ? 'current-password' : 'new-password'}
          {...form.field('password')}
        />
        <FormActions>
          <SubmitButton form={form} size="large" wide>
            {text('invitation.join')}
          </SubmitButton>
        </FormActions>
      </Form>
    </>
  )
}
