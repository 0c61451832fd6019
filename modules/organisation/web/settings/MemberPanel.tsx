import { useSend } from '@guichet/kit/api'
import { Badge } from '@guichet/kit/badge'
import { Button } from '@guichet/kit/button'
import { Form, FormActions, RadioGroup, SubmitButton, useForm } from '@guichet/kit/form'
import { Notice } from '@guichet/kit/page'
import { useMe, useMembership } from '@guichet/kit/session'
import { SidePanel } from '@guichet/kit/side-panel'
import { useText } from '@guichet/kit/texts'
import { toast } from '@guichet/kit/toast'
import { changeMember, listMembers, type RoleName } from '@guichet/platform/auth-contract'
import type { ReplyOf } from '@guichet/platform/contract'
import { listAgents } from '../../contract.ts'
import { rolesUpTo } from './role-ranks.ts'
import { SiteAccess } from './SiteAccess.tsx'

type Member = ReplyOf<typeof changeMember>

interface MemberPanelProps {
  member: Member
  sites: readonly { id: string; name: string }[]
  onClose: () => void
}

export function MemberPanel({ member, sites, onClose }: MemberPanelProps) {
  const text = useText('organisation')
  const kit = useText('kit')
  const { user } = useMe()
  const own = useMembership()?.role ?? 'viewer'
  const allowed = rolesUpTo(own)
  const above = !allowed.includes(member.role)
  const stale = [listMembers, listAgents, 'me']
  const form = useForm(changeMember, {
    initial: { role: member.role, site_ids: member.site_ids },
    module: 'organisation',
    input: (body) => ({ params: { member_id: member.id }, body }),
    invalidates: stale,
    onDone: () => {
      toast({ text: text('saved'), tone: 'success' })
      onClose()
    },
  })
  const change = useSend(changeMember, { invalidates: stale })
  const suspended = member.status === 'suspended'
  const setStatus = (status: Member['status']) =>
    change.mutate({ params: { member_id: member.id }, body: { status } })

  function press() {
    setStatus(suspended ? 'active' : 'suspended')
    toast({
      text: text(suspended ? 'member.reactivated' : 'member.suspended', { name: member.name }),
      action: { label: text('undo'), onPress: () => setStatus(member.status) },
    })
    onClose()
  }

  return (
    <SidePanel
      title={member.name}
      status={suspended ? <Badge tone="warning">{text('member.status.suspended')}</Badge> : undefined}
      onClose={onClose}
      actions={
        !above &&
        member.user_id !== user.id && (
          <Button variant="quiet" onPress={press}>
            {text(suspended ? 'member.reactivate' : 'member.suspend')}
          </Button>
        )
      }
    >
      <p className="mb-4 text-muted">{member.email}</p>
      {above ? (
        <Notice>{text('member.above', { role: kit(`role.${member.role}`) })}</Notice>
      ) : (
        <Form form={form}>
          <RadioGroup
            label={text('member.role')}
            isRequired
            options={allowed.map((role) => ({
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
            <SubmitButton form={form} isDisabled={!form.changed}>
              {text('save')}
            </SubmitButton>
          </FormActions>
        </Form>
      )}
    </SidePanel>
  )
}
