import type { ComponentType } from 'react'

/** What is in the address after `?`, as plain words. */
export type Search = Record<string, string | undefined>

/** What the shell gives a page: the address's parts. Everything else the page asks for itself. */
export interface PageProps<S = Search> {
  params: Record<string, string>
  search: S
}

export interface ShellRoute {
  /**
   * Below `/t/{tenant}` for staff (`/desk`, `/queue/$ticket_id`); absolute for `account` (`/login`).
   */
  path: `/${string}`
  /** `staff`: in the shell, signed in. `account`: a page alone, such as signing in. `device`: see device-route. */
  area: 'staff' | 'device' | 'account'
  /** One permission, or several of which any is enough; absent means every member. */
  permission?: string | readonly string[]
  /** A place in the rail. `label` is a key in the texts of `module`; the lowest `order` comes first. */
  nav?: { label: string; module: string; icon: string; order: number }
  /** `() => import('./DeskPage.tsx').then((file) => ({ Component: file.DeskPage }))` */
  // oxlint-disable-next-line typescript/no-explicit-any -- each page narrows its own search
  load: () => Promise<{ Component: ComponentType<any> }>
  /** Narrows the raw address to what the page accepts; what it drops is ignored, not refused. */
  search?: (raw: Search) => unknown
  /** The shape shown while the page's first data travels; `table` by default. */
  skeleton?: SkeletonKind
}

export type SkeletonKind = 'table' | 'form' | 'cards' | 'desk'

/** Whether somebody with these permissions may open the page; the server decides again for its data. */
export function isPermitted(route: ShellRoute, permissions: readonly string[]): boolean {
  const wanted = route.permission === undefined ? [] : [route.permission].flat()
  return wanted.length === 0 || wanted.some((one) => permissions.includes(one))
}
