import { Button } from '@guichet/kit/button'
import { Form, FormActions, RadioGroup, SubmitButton, TextField, useForm } from '@guichet/kit/form'
import { Notice } from '@guichet/kit/page'
import { useMembership } from '@guichet/kit/session'
import { SidePanel } from '@guichet/kit/side-panel'
import { useText } from '@guichet/kit/texts'
import { createInvitation, listInvitations, type RoleName } from '@guichet/platform/auth-contract'
import { useState } from 'react'
import { faultsOf } from '../faults-of.ts'
import { CopyField } from './CopyField.tsx'
import { rolesUpTo } from './role-ranks.ts'
import { SiteAccess } from './SiteAccess.tsx'

interface Values {
  email: string
  name: string
  role: RoleName
  site_ids: string[] | null
}

/** An invitation is a link one passes on oneself: it works where no mail server is set up. */
export function InvitePanel({
  sites,
  onClose,
}: {
  sites: readonly { id: string; name: string }[]
  onClose: () => void
}) {
  const text = useText('organisation')
  const kit = useText('kit')
  const own = useMembership()?.role ?? 'viewer'
  const [sent, setSent] = useState<{ email: string; link: string } | null>(null)
  const form = useForm(createInvitation, {
    initial: { email: '', name: '', role: 'agent', site_ids: null } as Values,
    module: 'organisation',
    input: ({ name, ...body }) => ({ body: { ...body, ...(name.trim() ? { name } : {}) } }),
    invalidates: [listInvitations],
    onDone: ({ email, link }) => setSent({ email, link: new URL(link, location.origin).href }),
    onProblem: (error) => {
      const faults = faultsOf(error, { 'platform.already_member': 'email' })
      if (faults.length > 0) form.setFaults(faults)
      return faults.length > 0
    },
  })

  if (sent) {
    return (
      <SidePanel title={text('member.invited')} onClose={onClose}>
        <Notice tone="success">{text('member.invited_note', { email: sent.email })}</Notice>
        <CopyField label={text('member.link')} value={sent.link} />
        <p className="mt-2 mb-5 text-sm text-muted">{text('member.link_once')}</p>
        <FormActions>
          <Button
            variant="primary"
            icon="user_plus"
            onPress={() => {
              setSent(null)
              form.reset()
            }}
          >
            {text('member.invite_another')}
          </Button>
          <Button onPress={onClose}>{text('done')}</Button>
        </FormActions>
      </SidePanel>
    )
  }

  return (
    <SidePanel title={text('member.invite')} onClose={onClose}>
      <Form form={form}>
        <TextField
          label={text('login.email')}
          type="email"
          inputMode="email"
          autoComplete="off"
          isRequired
          {...form.field('email')}
        />
        <TextField label={text('member.name')} autoComplete="off" maxLength={120} {...form.field('name')} />
        <RadioGroup
          label={text('member.role')}
          isRequired
          options={rolesUpTo(own).map((role) => ({
            value: role,
            label: kit(`role.${role}`),
            note: text(`role_note.${role}`),
          }))}
          value={form.values.role}
          onChange={(role) => form.set('role', role as RoleName)}
        />
        <SiteAccess
          sites={sites}
          value={form.values.site_ids}
          onChange={(ids) => form.set('site_ids', ids)}
        />
        <FormActions>
          <SubmitButton form={form}>{text('member.create_link')}</SubmitButton>
        </FormActions>
      </Form>
    </SidePanel>
  )
}
