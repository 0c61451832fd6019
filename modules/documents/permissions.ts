import type { RoleName } from '@guichet/platform/auth-contract'

const direction = ['owner', 'admin', 'manager'] as const
const desk = ['receptionist', 'agent'] as const

export const permissions: Record<string, readonly RoleName[]> = {
  'documents.document.read': [...direction, ...desk],
  'documents.document.write': [...direction, ...desk],
  'documents.document.remove': direction,
  'documents.limits.write': ['owner', 'admin'],
}
