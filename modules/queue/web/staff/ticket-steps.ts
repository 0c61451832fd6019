import { useSend } from '@guichet/kit/api'
import { usePermission } from '@guichet/kit/session'
import { useText } from '@guichet/kit/texts'
import { toast } from '@guichet/kit/toast'
import type { MenuEntry } from '@guichet/kit/menu'
import { cancelTicket, reactivateTicket, type Ticket, transferTicket } from '../../contract.ts'

const removable: readonly Ticket['status'][] = ['waiting', 'parked']
const returnable: readonly Ticket['status'][] = ['no_show', 'cancelled', 'parked', 'expired']

/** What may be done with a ticket away from a counter: move it, end it, bring it back. */
export function useTicketSteps() {
  const text = useText('queue')
  const permitted = usePermission('queue.ticket.transfer')
  const of = (ticket: Ticket) => ({ params: { ticket_id: ticket.id }, body: {} })

  const reactivate = useSend(reactivateTicket, {
    onDone: ({ number }) => toast({ tone: 'success', text: text('desk.reactivated', { number }) }),
  })
  const cancel = useSend(cancelTicket, {
    onDone: (ticket) =>
      toast({
        text: text('desk.cancelled', { number: ticket.number }),
        // Taking the step back needs a counter's rights; bringing the visitor back to the same place does not.
        action: { label: text('desk.restore'), onPress: () => reactivate.mutate(of(ticket)) },
      }),
  })
  const transfer = useSend(transferTicket, {
    onDone: ({ number, service_name }) =>
      toast({ tone: 'success', text: text('desk.transferred', { number, service: service_name }) }),
  })

  return {
    cancelling: cancel.isPending,
    cancel: (ticket: Ticket) => {
      if (!cancel.isPending) cancel.mutate(of(ticket))
    },
    transfer: (ticket: Ticket, service_id: string, note?: string) =>
      transfer.mutate({ ...of(ticket), body: note ? { service_id, note } : { service_id } }),
    /** The entries that make sense for the ticket's state. */
    entriesFor(ticket: Ticket, onTransfer: () => void): MenuEntry[] {
      if (!permitted) return []
      const entries: MenuEntry[] = []
      if (removable.includes(ticket.status)) {
        entries.push({
          id: 'transfer',
          label: text('action.transfer'),
          icon: 'transfer',
          onPress: onTransfer,
        })
      }
      if (returnable.includes(ticket.status)) {
        entries.push({
          id: 'reactivate',
          label: text('action.reactivate'),
          icon: 'undo',
          onPress: () => reactivate.mutate(of(ticket)),
        })
      }
      if (removable.includes(ticket.status)) {
        entries.push({
          id: 'cancel',
          label: text('action.cancel'),
          icon: 'close',
          onPress: () => cancel.mutate(of(ticket)),
        })
      }
      return entries
    },
  }
}
