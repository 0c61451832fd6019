import type { Membership } from '@guichet/kit/session'
import { isPermitted, type ShellRoute } from '@guichet/kit/shell-route'

const firstScreen: Record<Membership['role'], string> = {
  owner: '/live',
  admin: '/live',
  manager: '/live',
  viewer: '/live',
  agent: '/desk',
  receptionist: '/reception',
}

/** The role's own screen, or the first of the rail where that one is not installed or not permitted. */
export function landingFor(
  membership: Pick<Membership, 'role' | 'permissions'>,
  routes: readonly ShellRoute[],
): string | undefined {
  const open = routes
    .filter((route) => route.area === 'staff' && route.nav && isPermitted(route, membership.permissions))
    .toSorted((a, b) => a.nav!.order - b.nav!.order)
  return (open.find((route) => route.path === firstScreen[membership.role]) ?? open[0])?.path
}
