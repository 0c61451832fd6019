import { Boundary } from '@guichet/kit/boundary'
import { Forbidden, NotFound } from '@guichet/kit/failure'
import { tenantInPath } from '@guichet/kit/link'
import { useMe } from '@guichet/kit/session'
import { Shell } from '@guichet/kit/shell'
import { isPermitted, type PageProps, type Search, type ShellRoute } from '@guichet/kit/shell-route'
import { PageSkeleton } from '@guichet/kit/skeleton'
import { currentLocale, setLocale, setTimeZone } from '@guichet/kit/texts'
import { setTenantColours } from '@guichet/kit/theme'
import {
  createRootRoute,
  createRoute,
  createRouter,
  Navigate,
  Outlet,
  useParams,
  useRouterState,
  useSearch,
} from '@tanstack/react-router'
import { type ComponentType, createElement, type ReactNode, use, useLayoutEffect } from 'react'
import { landingFor } from './landing.ts'
import { Organisations } from './Organisations.tsx'

/** Every module's pages as one tree: staff below `/t/{tenant}` inside the shell, the others alone. */
export function createStaffRouter(routes: readonly ShellRoute[]) {
  const root = createRootRoute({ component: Outlet, notFoundComponent: LostAlone })
  const home = createRoute({ getParentRoute: () => root, path: '/t', component: Organisations })
  const tenant = createRoute({
    getParentRoute: () => root,
    path: '/t/$tenant',
    component: () => <StaffFrame routes={routes} />,
    notFoundComponent: () => <NotFound />,
  })
  const landing = createRoute({
    getParentRoute: () => tenant,
    path: '/',
    component: () => <Landing routes={routes} />,
  })
  const staff = routes
    .filter((route) => route.area === 'staff')
    .map((route) => pageRoute(route, () => tenant))
  const account = routes
    .filter((route) => route.area === 'account')
    .map((route) => pageRoute(route, () => root))

  return createRouter({
    routeTree: root.addChildren([home, ...account, tenant.addChildren([landing, ...staff])]),
    defaultPreload: 'intent',
    scrollRestoration: true,
    // Plain words in the address, not JSON: links are read, typed and shared.
    parseSearch: (written) => Object.fromEntries(new URLSearchParams(written)),
    stringifySearch: (search: Search) => {
      const kept = Object.entries(search).filter(([, value]) => value !== undefined && value !== '')
      const written = new URLSearchParams(kept as [string, string][]).toString()
      return written ? `?${written}` : ''
    },
  })
}

function LostAlone() {
  return (
    <Boundary whole fallback={null}>
      <main>
        <NotFound />
      </main>
    </Boundary>
  )
}

// oxlint-disable-next-line typescript/no-explicit-any -- the tree is built from data, its types are not known here
function pageRoute(route: ShellRoute, getParentRoute: () => any) {
  return createRoute({
    getParentRoute,
    path: route.path.replace(/:([a-z_]+)/g, '$$$1'),
    // Pointing at a link already fetches the page's code.
    loader: () => void codeOf(route).catch(() => undefined),
    component: () => <RoutePage route={route} />,
  })
}

type PageComponent = ComponentType<PageProps<unknown>>
const codes = new Map<ShellRoute, Promise<PageComponent>>()

function codeOf(route: ShellRoute): Promise<PageComponent> {
  let code = codes.get(route)
  if (!code) {
    code = route.load().then((file) => file.Component as PageComponent)
    // What failed to arrive may arrive when asked again.
    code.catch(() => codes.delete(route))
    codes.set(route, code)
  }
  return code
}

function RoutePage({ route }: { route: ShellRoute }) {
  const params = useParams({ strict: false }) as Record<string, string>
  const raw = useSearch({ strict: false }) as Search
  const at = Object.values(params).join('/')
  return (
    <Boundary at={at} whole fallback={<PageSkeleton kind={route.skeleton} />}>
      {route.area === 'staff' ? (
        <Permitted route={route}>
          <Arrived route={route} params={params} search={route.search ? route.search(raw) : raw} />
        </Permitted>
      ) : (
        <main id="content">
          <Arrived route={route} params={params} search={route.search ? route.search(raw) : raw} />
        </main>
      )}
    </Boundary>
  )
}

function Arrived({ route, ...props }: { route: ShellRoute } & PageProps<unknown>) {
  return createElement(use(codeOf(route)), props)
}

function Permitted({ route, children }: { route: ShellRoute; children: ReactNode }) {
  const membership = useMe().memberships.find((one) => one.tenant.slug === tenantInPath())
  return membership && isPermitted(route, membership.permissions) ? children : <Forbidden />
}

function StaffFrame({ routes }: { routes: readonly ShellRoute[] }) {
  return (
    <Boundary whole fallback={<PageSkeleton />}>
      <KnownStaff routes={routes} />
    </Boundary>
  )
}

function KnownStaff({ routes }: { routes: readonly ShellRoute[] }) {
  const { user, memberships } = useMe()
  const membership = memberships.find((one) => one.tenant.slug === tenantInPath())
  const accent = membership?.tenant.accent ?? null
  if (membership) setTimeZone(membership.tenant.time_zone)

  useLayoutEffect(() => {
    setTenantColours(accent)
    return () => setTenantColours(null)
  }, [accent])

  useLayoutEffect(() => {
    const chosen = document.cookie.includes('guichet_locale=')
    if (!chosen && user.locale !== currentLocale()) void setLocale(user.locale)
  }, [user.locale])

  if (!membership) return <Forbidden />
  return (
    <Shell routes={routes} membership={membership}>
      <Outlet />
    </Shell>
  )
}

/** Each role begins where its work is. */
function Landing({ routes }: { routes: readonly ShellRoute[] }) {
  const { memberships } = useMe()
  const search = useRouterState({ select: (state) => state.location.search })
  const membership = memberships.find((one) => one.tenant.slug === tenantInPath())
  const path = membership && landingFor(membership, routes)
  if (!path) return <NotFound />
  return <Navigate to={`/t/${membership.tenant.slug}${path}` as '/'} search={search as never} replace />
}
