import '@fastify/cookie'
import type { FastifyRequest } from 'fastify'
import { nobody, type Actor, type Tenant } from '../ctx.ts'
import { hashSecret, tenantRefOf } from '../ids.ts'
import type { Platform } from '../platform.ts'
import type { RoleName } from './contract.ts'

/** Who sent a request, before any organisation is considered. */
export type Identity =
  | { kind: 'nobody' }
  | { kind: 'user'; user_id: string; session_id: string | null; token_tenant: string | null; scopes: ReadonlySet<string> | null }
  | { kind: 'device'; device_id: string; tenant_id: string; site_id: string; device_kind: string; name: string }

/**
 * Sessions, memberships and devices are looked up at most every five seconds per process: long enough
 * to take the cost off every request, short enough that a person who loses access loses it at once.
 */
const life_ms = 5_000
const most = 10_000
export interface Cached<V> {
  get: (key: string, load: () => Promise<V>) => Promise<V>
  clear: () => void
}
export function cached<V>(now: () => Date, life = life_ms): Cached<V> {
  const known = new Map<string, { until: number; value: Promise<V> }>()
  return {
    get(key, load) {
      const at = now().getTime()
      const entry = known.get(key)
      if (entry && entry.until > at) return entry.value
      if (known.size >= most) known.clear()
      const value = load()
      known.set(key, { until: at + life, value })
      value.catch(() => known.delete(key))
      return value
    },
    clear: () => known.clear(),
  }
}

export interface Directory {
  identityOf: (request: FastifyRequest) => Promise<Identity>
  tenantBySlug: (slug: string) => Promise<Tenant | null>
  tenantByRef: (ref: string) => Promise<Tenant | null>
  actorIn: (tenant: Tenant, identity: Identity) => Promise<Actor>
  /** Forgets everything: after a change of rights made by this process. */
  forget: () => void
}

export const deviceCookie = 'guichet_device'

export function createDirectory(platform: Pick<Platform, 'app_pool' | 'sign_in' | 'now' | 'role_permissions'>): Directory {
  const { app_pool, sign_in, now, role_permissions } = platform
  const tenants = cached<Tenant | null>(now)
  const sessions = cached<Identity>(now)
  const memberships = cached<{ role: RoleName; site_ids: string[] | null; name: string } | null>(now)
  const devices = cached<Identity>(now)

  const findTenant = (slug: string | null, ref: string | null) =>
    tenants.get(`${slug}/${ref}`, async () => {
      const { rows } = await app_pool.query({
        name: 'find_tenant',
        text: 'select * from platform.find_tenant($1, $2)',
        values: [slug, ref],
      })
      return (rows[0] as Tenant | undefined) ?? null
    })

  async function deviceOf(token: string): Promise<Identity> {
    const ref = tenantRefOf(token)
    const tenant = ref ? await findTenant(null, ref) : null
    if (!tenant) return { kind: 'nobody' }
    return devices.get(hashSecret(token), async () => {
      const client = await app_pool.connect()
      try {
        await client.query('begin')
        await client.query(`select set_config('app.tenant_id', $1, true)`, [tenant.id])
        const { rows } = await client.query(
          `update platform.device set last_seen_at = $2
           where token_hash = $1 and revoked_at is null returning id, site_id, kind, name`,
          [hashSecret(token), now().toISOString()],
        )
        await client.query('commit')
        const device = rows[0]
        if (!device) return { kind: 'nobody' }
        return {
          kind: 'device',
          device_id: device.id,
          tenant_id: tenant.id,
          site_id: device.site_id,
          device_kind: device.kind,
          name: device.name,
        }
      } finally {
        client.release()
      }
    })
  }

  return {
    async identityOf(request) {
      const authorization = request.headers.authorization
      if (authorization?.startsWith('Bearer ')) {
        const claims = await sign_in.verifyAccessToken(authorization.slice(7))
        if (!claims) return { kind: 'nobody' }
        return {
          kind: 'user',
          user_id: claims.sub,
          session_id: claims.sid,
          token_tenant: claims.tenant,
          scopes: new Set(claims.scope.split(' ').filter(Boolean)),
        }
      }
      const cookie = request.headers.cookie ?? ''
      if (/(?:^|;\s*)(?:__Secure-)?guichet\.session_token=/.test(cookie)) {
        const found = await sessions.get(cookie, async () => {
          const session = await sign_in.sessionOf(new Headers({ cookie }))
          if (!session) return { kind: 'nobody' }
          return {
            kind: 'user',
            user_id: session.user_id,
            session_id: session.session_id,
            token_tenant: null,
            scopes: null,
          }
        })
        if (found.kind !== 'nobody') return found
      }
      const token = request.cookies[deviceCookie]
      return token ? deviceOf(token) : { kind: 'nobody' }
    },

    tenantBySlug: (slug) => findTenant(slug, null),
    tenantByRef: (ref) => findTenant(null, ref),

    async actorIn(tenant, identity) {
      if (identity.kind === 'device') {
        if (identity.tenant_id !== tenant.id) return nobody
        return {
          ...nobody,
          kind: 'device',
          id: identity.device_id,
          name: identity.name,
          permissions: new Set(['device', `device:${identity.device_kind}`]),
          site_ids: [identity.site_id],
        }
      }
      if (identity.kind === 'nobody') return nobody
      const signed_in: Actor = {
        ...nobody,
        kind: 'user',
        id: identity.user_id,
        permissions: new Set(['signed_in']),
        session_id: identity.session_id,
      }
      if (identity.token_tenant !== null && identity.token_tenant !== tenant.slug) return signed_in
      const membership = await memberships.get(`${tenant.id}/${identity.user_id}`, async () => {
        const { rows } = await app_pool.query({
          name: 'membership_in',
          text: `select m.role, m.site_ids, u.name from platform.memberships_of($1) m
                 join auth.account_user u on u.id = m.user_id where m.tenant_id = $2`,
          values: [identity.user_id, tenant.id],
        })
        return rows[0] ?? null
      })
      if (!membership) return signed_in
      const held = role_permissions.get(membership.role) ?? new Set<string>()
      const scopes = identity.scopes
      const permissions = new Set([...held].filter((permission) => !scopes || scopes.has(permission)))
      return {
        ...signed_in,
        name: membership.name,
        role: membership.role,
        permissions: permissions.add('signed_in').add('member'),
        site_ids: membership.site_ids,
      }
    },

    forget() {
      sessions.clear()
      memberships.clear()
      devices.clear()
      tenants.clear()
    },
  }
}
