import { useRead } from '@guichet/kit/api'
import { Badge } from '@guichet/kit/badge'
import { Button } from '@guichet/kit/button'
import { Card } from '@guichet/kit/card'
import { useSetSearch } from '@guichet/kit/link'
import type { PageProps } from '@guichet/kit/shell-route'
import { useMe } from '@guichet/kit/session'
import { Table } from '@guichet/kit/table'
import { Tabs } from '@guichet/kit/tabs'
import { useFormats, useText } from '@guichet/kit/texts'
import { listInvitations, listMembers } from '@guichet/platform/auth-contract'
import { listSites } from '../../contract.ts'
import { Invitations } from './Invitations.tsx'
import { InvitePanel } from './InvitePanel.tsx'
import { MemberPanel } from './MemberPanel.tsx'
import { SettingsPage } from './SettingsPage.tsx'

type Search = { tab?: string; open?: string }

export function UsersPage({ search }: PageProps<Search>) {
  const text = useText('organisation')
  const setSearch = useSetSearch()
  return (
    <SettingsPage
      section="users"
      actions={
        <Button variant="primary" icon="user_plus" onPress={() => setSearch({ open: 'new' }, { push: true })}>
          {text('member.invite')}
        </Button>
      }
    >
      <Users tab={search.tab === 'invitations' ? 'invitations' : 'members'} open={search.open} />
    </SettingsPage>
  )
}

function Users({ tab, open }: { tab: 'members' | 'invitations'; open: string | undefined }) {
  const text = useText('organisation')
  const setSearch = useSetSearch()
  const members = useRead(listMembers).items
  const invitations = useRead(listInvitations).items
  const sites = useRead(listSites).items.filter((site) => site.status === 'active')
  const chosen = members.find((member) => member.id === open)
  const close = () => setSearch({ open: undefined })
  return (
    <>
      <Tabs
        label={text('settings.users.title')}
        items={[
          { id: 'members', label: text('member.members'), count: members.length },
          {
            id: 'invitations',
            label: text('member.invitations'),
            count: invitations.filter(({ status }) => status === 'pending').length,
          },
        ]}
        selected={tab}
        onSelect={(id) => setSearch({ tab: id === 'members' ? undefined : id })}
      >
        {tab === 'members' ? <Members open={open} /> : <Invitations items={invitations} />}
      </Tabs>
      {open === 'new' && <InvitePanel sites={sites} onClose={close} />}
      {chosen && <MemberPanel key={chosen.id} member={chosen} sites={sites} onClose={close} />}
    </>
  )
}

function Members({ open }: { open: string | undefined }) {
  const text = useText('organisation')
  const kit = useText('kit')
  const formats = useFormats()
  const setSearch = useSetSearch()
  const { user } = useMe()
  const members = useRead(listMembers).items
  const sites = useRead(listSites).items
  const nameOf = (id: string) => sites.find((site) => site.id === id)?.name ?? text('site.unknown')
  return (
    <Card padded={false}>
      <Table
        caption={text('member.members')}
        items={members}
        onRowPress={(member) => setSearch({ open: member.id }, { push: true })}
        isSelected={(member) => member.id === open}
        columns={[
          {
            key: 'name',
            header: text('member.name'),
            cell: (member) => (
              <>
                {member.name}
                {member.user_id === user.id && (
                  <span className="font-normal text-muted"> ({text('member.you')})</span>
                )}
              </>
            ),
          },
          { key: 'email', header: text('login.email'), cell: (member) => member.email },
          { key: 'role', header: text('member.role'), cell: (member) => kit(`role.${member.role}`) },
          {
            key: 'sites',
            header: text('member.sites'),
            cell: (member) =>
              member.site_ids === null ? text('member.all_sites') : formats.list(member.site_ids.map(nameOf)),
          },
          {
            key: 'status',
            header: text('status.title'),
            cell: (member) => (
              <Badge tone={member.status === 'active' ? 'success' : 'warning'}>
                {text(`member.status.${member.status}`)}
              </Badge>
            ),
          },
        ]}
      />
    </Card>
  )
}
