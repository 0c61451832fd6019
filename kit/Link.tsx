import { Link as RouterLink, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useCallback } from 'react'
import { buttonClass, type ButtonSize, type ButtonVariant } from './Button.tsx'
import { Icon, type IconName } from './Icon.tsx'
import type { Search } from './shell-route.ts'

/** The organisation the address names, as in `/t/mairie-dakar/desk`. */
export function tenantInPath(path: string = location.pathname): string | null {
  const slug = /^\/t\/([^/]+)/.exec(path)?.[1]
  return slug ? decodeURIComponent(slug) : null
}

/** `/desk` means the desk of the organisation one is in, `/` its first page; account pages are absolute as they are. */
export function placeOf(to: string): string {
  if (/^\/(t|login|start|me|invitation|admin)(\/|$)/.test(to)) return to
  const tenant = tenantInPath()
  if (!tenant) return to === '/' ? '/t' : to
  return `/t/${encodeURIComponent(tenant)}${to === '/' ? '' : to}`
}

function searchOf(search: Search | undefined, keep: boolean) {
  return (current: Search) => (keep ? { ...current, ...search } : { site: current.site, ...search })
}

interface LinkProps {
  to: string
  search?: Search
  className?: string
  children: ReactNode
  onClick?: () => void
  'aria-label'?: string
  'aria-current'?: 'page'
}

/** A link inside the application: keeps the site one works in. */
export function Link({ to, search, ...rest }: LinkProps) {
  return <RouterLink to={placeOf(to) as '/'} search={searchOf(search, false) as never} {...rest} />
}

interface LinkButtonProps extends LinkProps {
  variant?: ButtonVariant
  size?: ButtonSize
  icon?: IconName
}

/** Looks like a button, but goes somewhere: may be opened in a new tab. */
export function LinkButton({ variant, size, icon, children, className = '', ...rest }: LinkButtonProps) {
  return (
    <Link {...rest} className={`${buttonClass(variant, size)} ${className}`}>
      {icon && <Icon name={icon} />}
      {children}
    </Link>
  )
}

/** `go('/queue', { status: 'waiting' })` from code; the site is kept. */
export function useGo(): (to: string, search?: Search, options?: { replace?: boolean }) => void {
  const navigate = useNavigate()
  return useCallback(
    (to, search, options) =>
      void navigate({
        to: placeOf(to) as '/',
        search: searchOf(search, false) as never,
        replace: options?.replace ?? false,
      }),
    [navigate],
  )
}

/** Changes parts of the address after `?`: filters, the open panel. `undefined` removes one. */
export function useSetSearch(): (change: Search, options?: { push?: boolean }) => void {
  const navigate = useNavigate()
  return useCallback(
    (change, options) =>
      void navigate({
        to: '.',
        search: searchOf(change, true) as never,
        replace: !options?.push,
        resetScroll: false,
      }),
    [navigate],
  )
}
