import type { RoleName } from '@guichet/platform/auth-contract'

const direction = ['owner', 'admin', 'manager'] as const

/** Which roles hold the permissions of this module's endpoints; the whole mapping is in docs/roles.md. */
export const permissions: Record<string, readonly RoleName[]> = {
  'organisation.tenant.write': ['owner', 'admin'],
  'organisation.site.write': direction,
  'organisation.service.write': direction,
  'organisation.counter.write': direction,
  'organisation.agent.write': direction,
  'organisation.customer.read': [...direction, 'receptionist', 'agent'],
  'organisation.customer.write': [...direction, 'receptionist'],
}
