import { queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { type Me, readMe } from '@guichet/platform/auth-contract'
import { useRouterState } from '@tanstack/react-router'
import { useCallback } from 'react'
import { getApi } from './api.ts'
import { tenantInPath, useSetSearch } from './Link.tsx'

export type { Me } from '@guichet/platform/auth-contract'
export type Membership = Me['memberships'][number]
export type Site = Membership['sites'][number]

/** One answer for the whole session; roles that change arrive by the live feed. */
export const meQuery = queryOptions<Me>({
  queryKey: ['me'],
  queryFn: ({ signal }) => getApi().request(readMe, {}, { signal }),
  staleTime: 5 * 60_000,
})

/** Who is signed in. Suspends until known; without a session the shell has already left for `/login`. */
export function useMe(): Me {
  return useSuspenseQuery(meQuery).data
}

/** The part of `me` that concerns the organisation of this page, once known. */
export function useMembership(): Membership | null {
  const { data } = useQuery({ ...meQuery, enabled: false })
  const slug = tenantInPath()
  return data?.memberships.find((one) => one.tenant.slug === slug) ?? null
}

/** Whether buttons for this permission should be there; the server decides again anyway. */
export function usePermission(permission: string): boolean {
  return useMembership()?.permissions.includes(permission) ?? false
}

/** The site one works in: the address says, or the last one used here, or the first. */
export function useSite(): { site: Site | null; sites: readonly Site[]; setSite: (id: string) => void } {
  const membership = useMembership()
  const setSearch = useSetSearch()
  const wanted = useRouterState({ select: (state) => (state.location.search as { site?: string }).site })
  const sites = membership?.sites ?? []
  const slug = membership?.tenant.slug
  const setSite = useCallback(
    (id: string) => {
      if (slug) localStorage.setItem(`guichet_site_${slug}`, id)
      setSearch({ site: id })
    },
    [slug, setSearch],
  )
  const remembered = slug ? localStorage.getItem(`guichet_site_${slug}`) : null
  const site =
    sites.find((one) => one.id === wanted) ?? sites.find((one) => one.id === remembered) ?? sites[0] ?? null
  return { site, sites, setSite }
}
