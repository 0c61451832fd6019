import type { RoleName } from '@guichet/platform/auth-contract'

export const permissions: Record<string, readonly RoleName[]> = {
  'reports.report.read': ['owner', 'admin', 'manager', 'agent', 'viewer'],
  'reports.report.write': ['owner', 'admin', 'manager', 'agent'],
  'reports.template.write': ['owner', 'admin', 'manager'],
}
