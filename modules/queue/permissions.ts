import type { RoleName } from '@guichet/platform/auth-contract'

/** Who may do what in the queue; `docs/roles.md` shows it beside the original product's scopes. */
export const permissions: Record<string, readonly RoleName[]> = {
  'queue.ticket.read': ['owner', 'admin', 'manager', 'agent', 'receptionist', 'viewer'],
  'queue.ticket.issue': ['owner', 'admin', 'manager', 'agent', 'receptionist'],
  'queue.ticket.serve': ['owner', 'admin', 'manager', 'agent'],
  'queue.ticket.transfer': ['owner', 'admin', 'manager', 'agent', 'receptionist'],
  'queue.counter.operate': ['owner', 'admin', 'manager', 'agent'],
  'queue.ticket.pick': ['owner', 'admin', 'manager'],
  'queue.stats.read': ['owner', 'admin', 'manager', 'viewer'],
  'queue.accuracy.read': ['owner', 'admin', 'manager'],
  'queue.setting.write': ['owner', 'admin', 'manager'],
}
