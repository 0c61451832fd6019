import type { RoleName } from '@guichet/platform/auth-contract'

export const permissions: Record<string, readonly RoleName[]> = {
  'stock.item.read': ['owner', 'admin', 'manager', 'agent', 'receptionist', 'viewer'],
  'stock.item.write': ['owner', 'admin', 'manager'],
  'stock.sale.record': ['owner', 'admin', 'manager', 'agent', 'receptionist'],
  'stock.movement.record': ['owner', 'admin', 'manager', 'agent'],
  'stock.order.write': ['owner', 'admin', 'manager'],
  'stock.count.record': ['owner', 'admin', 'manager', 'agent'],
  'stock.import.run': ['owner', 'admin', 'manager'],
  'stock.setting.write': ['owner', 'admin', 'manager'],
  'stock.alert.read': ['owner', 'admin', 'manager', 'agent', 'viewer'],
  'stock.alert.handle': ['owner', 'admin', 'manager', 'agent'],
  'stock.report.read': ['owner', 'admin', 'manager', 'viewer'],
  'stock.report.make': ['owner', 'admin', 'manager'],
}
