import { ProblemError, useRead } from '@guichet/kit/api'
import { Form, FormActions, SubmitButton, TextField, useForm } from '@guichet/kit/form'
import { PartFrame } from '@guichet/kit/page'
import type { PageProps } from '@guichet/kit/shell-route'
import { useText } from '@guichet/kit/texts'
import { acceptInvitation, readInvitation } from '@guichet/platform/auth-contract'
import { AccountFrame } from './AccountFrame.tsx'
import { HallPicture } from './HallPicture.tsx'
import { PasswordField } from './PasswordField.tsx'

/** `/invitation/$token`: joins an organisation, with a new account or one's own. */
export function InvitationPage({ params }: PageProps) {
  const text = useText('organisation')
  return (
    <AccountFrame title={text('invitation.title')} picture={<HallPicture />}>
      <PartFrame skeleton="form">
        <Acceptance token={params.token!} />
      </PartFrame>
    </AccountFrame>
  )
}

function Acceptance({ token }: { token: string }) {
  const text = useText('organisation')
  const kit = useText('kit')
  const invitation = useRead(readInvitation, { params: { token } })
  const form = useForm(acceptInvitation, {
    initial: { name: invitation.name ?? '', password: '' },
    module: 'organisation',
    input: ({ name, password }) => ({
      params: { token },
      body: invitation.has_account ? { password } : { name, password },
    }),
    onDone: ({ tenant_slug }) => location.assign(`/t/${encodeURIComponent(tenant_slug)}`),
    onProblem: (error) => {
      const code = error instanceof ProblemError ? error.problem.code : ''
      const faults: Record<string, string> = {
        'platform.wrong_credentials': 'password_wrong',
        'platform.password_too_common': 'password_too_common',
      }
      if (!faults[code]) return false
      form.setFaults([{ path: 'password', code: faults[code] }])
      return true
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
            {text('invitation.join', { tenant: invitation.tenant.name })}
          </SubmitButton>
        </FormActions>
      </Form>
    </>
  )
}
