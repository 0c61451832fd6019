import { useSend } from '@guichet/kit/api'
import { Badge, type Tone } from '@guichet/kit/badge'
import { Button } from '@guichet/kit/button'
import { Card } from '@guichet/kit/card'
import { ConfirmDialog } from '@guichet/kit/dialog'
import { useSetSearch } from '@guichet/kit/link'
import { Empty } from '@guichet/kit/page'
import { Table } from '@guichet/kit/table'
import { useFormats, useText } from '@guichet/kit/texts'
import { toast } from '@guichet/kit/toast'
import { listInvitations, revokeInvitation } from '@guichet/platform/auth-contract'
import type { ReplyOf } from '@guichet/platform/contract'
import { useState } from 'react'

type Invitation = ReplyOf<typeof listInvitations>['items'][number]

const tones: Record<Invitation['status'], Tone> = {
  pending: 'info',
  accepted: 'success',
  expired: 'warning',
  revoked: 'neutral',
}

export function Invitations({ items }: { items: readonly Invitation[] }) {
  const text = useText('organisation')
  const kit = useText('kit')
  const formats = useFormats()
  const setSearch = useSetSearch()
  const [revoking, setRevoking] = useState<Invitation | null>(null)
  const revoke = useSend(revokeInvitation, {
    invalidates: [listInvitations],
    onDone: () => {
      setRevoking(null)
      toast({ text: text('member.revoked'), tone: 'success' })
    },
  })
  return (
    <Card padded={false}>
      <Table
        caption={text('member.invitations')}
        items={items}
        empty={
          <Empty
            kind="first"
            icon="mail"
            title={text('member.no_invitation')}
            note={text('member.no_invitation_note')}
            action={<Button onPress={() => setSearch({ open: 'new' })}>{text('member.invite')}</Button>}
          />
        }
        columns={[
          { key: 'email', header: text('login.email'), cell: (one) => one.email },
          { key: 'role', header: text('member.role'), cell: (one) => kit(`role.${one.role}`) },
          {
            key: 'expires',
            header: text('member.expires'),
            cell: (one) => formats.date_time(one.expires_at),
          },
          {
            key: 'status',
            header: text('status.title'),
            cell: (one) => (
              <Badge tone={tones[one.status]}>{text(`member.invitation_status.${one.status}`)}</Badge>
            ),
          },
          {
            key: 'revoke',
            header: text('member.revoke'),
            quiet: true,
            align: 'end',
            cell: (one) =>
              one.status === 'pending' && (
                <Button
                  size="small"
                  aria-label={text('member.revoke_of', { email: one.email })}
                  onPress={() => setRevoking(one)}
                >
                  {text('member.revoke')}
                </Button>
              ),
          },
        ]}
      />
      <ConfirmDialog
        isOpen={revoking !== null}
        onClose={() => setRevoking(null)}
        title={text('member.revoke_title')}
        consequence={text('member.revoke_consequence', { email: revoking?.email ?? '' })}
        confirm={text('member.revoke')}
        busy={revoke.isPending}
        onConfirm={() => revoking && revoke.mutate({ params: { invitation_id: revoking.id } })}
      />
    </Card>
  )
}
