import type { RoleName } from '@guichet/platform/auth-contract'

/** Who may read and shape the figures; the whole mapping is in docs/roles.md. */
export const permissions: Record<string, readonly RoleName[]> = {
  'analytics.report.read': ['owner', 'admin', 'manager', 'viewer'],
  'analytics.target.write': ['owner', 'admin', 'manager'],
  'analytics.satisfaction.read': ['owner', 'admin', 'manager', 'viewer'],
  'analytics.setting.write': ['owner', 'admin', 'manager'],
  'analytics.figures.rebuild': ['owner', 'admin'],
}
