import type { RoleName } from '@guichet/platform/auth-contract'

/** From the widest to the narrowest. */
export const roles: readonly RoleName[] = ['owner', 'admin', 'manager', 'receptionist', 'agent', 'viewer']

const ranks: Record<RoleName, number> = {
  owner: 5,
  admin: 4,
  manager: 3,
  receptionist: 2,
  agent: 2,
  viewer: 1,
}

/** Nobody gives a role above their own; the server says so too. */
export function rolesUpTo(own: RoleName): readonly RoleName[] {
  return roles.filter((role) => ranks[role] <= ranks[own])
}
