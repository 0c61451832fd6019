import '@fastify/cookie'
import type { FastifyRequest } from 'fastify'
import type { Kysely } from 'kysely'
import { nobody, type Actor, type Tenant } from '../ctx.ts'
import { inTransaction } from '../db/transaction.ts'
import { hashSecret, tenantRefOf } from '../ids.ts'
import { isOn } from '../capabilities.ts'
import type { Platform } from '../platform.ts'
import type { PlatformTables } from '../tables.ts'
import type { RoleName } from './contract.ts'

/** Who sent a request, before any organisation is considered. */
export type Identity =
  | { kind: 'nobody' }
  | {
      kind: 'user'
      user_id: string
      session_id: string | null
      token_tenant: string | null
      scopes: ReadonlySet<string> | null
    }
  | {
      kind: 'device'
      device_id: string
      tenant_id: string
      site_id: string
      device_kind: string
      name: string
    }

/**
 * Sessions, memberships and devices are looked up at most every five seconds per process: long enough
 * to take the cost off every request, short enough that a person who loses access loses it at once.
 */
const life_ms = 5_000
const most = 10_000
export interface Cached<V> {
  /** `fresh` asks again whatever is known. */
  get: (key: string, load: () => Promise<V>, fresh?: boolean) => Promise<V>
  clear: () => void
}
export function cached<V>(now: () => Date, life = life_ms): Cached<V> {
  const known = new Map<string, { until: number; value: Promise<V> }>()
  return {
    get(key, load, fresh = false) {
      const at = now().getTime()
      const entry = known.get(key)
      if (entry && entry.until > at && !fresh) return entry.value
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
  identityOf: (request: FastifyRequest, fresh?: boolean) => Promise<Identity>
  /** Whether this token was a device's when last seen: answers at once, for whoever counts requests. */
  isKnownDevice: (token: string) => boolean
  tenantBySlug: (slug: string) => Promise<Tenant | null>
  tenantByRef: (ref: string) => Promise<Tenant | null>
  actorIn: (tenant: Tenant, identity: Identity, fresh?: boolean) => Promise<Actor>
  /** Forgets everything: after a change of rights made by this process. */
  forget: () => void
}

export const deviceCookie = 'guichet_device'

/**
 * One browser may be a person's and a paired device's at once (the first screen opened on the owner's own
 * computer): device pages say so, by a header or, where a WebSocket can send none, in the query.
 */
const asDevice = (request: FastifyRequest): boolean =>
  request.headers['x-guichet-as'] === 'device' || (request.query as { as?: string }).as === 'device'

export function createDirectory(
  platform: Pick<Platform, 'app_pool' | 'sign_in' | 'now' | 'role_permissions' | 'modules'>,
): Directory {
  const { app_pool, sign_in, now, role_permissions } = platform
  const capabilities = platform.modules.filter((module) => module.capability)
  const tenants = cached<Tenant | null>(now)
  const sessions = cached<Identity>(now)
  const memberships = cached<{ role: RoleName; site_ids: string[] | null; name: string } | null>(now)
  const devices = cached<Identity>(now)
  const known_devices = new Set<string>()

  const findTenant = (slug: string | null, ref: string | null) =>
    tenants.get(`${slug}/${ref}`, async () => {
      const { rows } = await app_pool.query({
        name: 'find_tenant',
        text: 'select * from platform.find_tenant($1, $2)',
        values: [slug, ref],
      })
      return (rows[0] as Tenant | undefined) ?? null
    })

  const openIds = cached<boolean>(now)
  const sessionIsOpen = (id: string) =>
    openIds.get(id, async () => {
      const { rowCount } = await app_pool.query(
        'select 1 from auth.session where id = $1 and expires_at > $2',
        [id, now().toISOString()],
      )
      return rowCount === 1
    })

  async function deviceOf(token: string, fresh: boolean): Promise<Identity> {
    const ref = tenantRefOf(token)
    const tenant = ref ? await findTenant(null, ref) : null
    if (!tenant) return { kind: 'nobody' }
    const token_hash = hashSecret(token)
    const load = async (): Promise<Identity> => {
      const device = await inTransaction(
        app_pool,
        { tenant_id: tenant.id, subscriptions: new Map(), announce: () => {} },
        ({ db }) =>
          (db as Kysely<PlatformTables>)
            .updateTable('platform.device')
            .set({ last_seen_at: now() })
            .where('token_hash', '=', token_hash)
            .where('revoked_at', 'is', null)
            .returning(['id', 'site_id', 'kind', 'name'])
            .executeTakeFirst(),
      )
      if (!device) {
        known_devices.delete(token_hash)
        return { kind: 'nobody' }
      }
      if (known_devices.size >= most) known_devices.clear()
      known_devices.add(token_hash)
      return {
        kind: 'device',
        device_id: device.id,
        tenant_id: tenant.id,
        site_id: device.site_id,
        device_kind: device.kind,
        name: device.name,
      }
    }
    return devices.get(token_hash, load, fresh)
  }

  return {
    isKnownDevice: (token) => known_devices.has(hashSecret(token)),

    async identityOf(request, fresh = false) {
      const authorization = request.headers.authorization
      if (authorization?.startsWith('Bearer ')) {
        const claims = await sign_in.verifyAccessToken(authorization.slice(7))
        if (!claims) return { kind: 'nobody' }
        // A token made from a session ends with it, not a quarter of an hour later.
        if (claims.sid && !(await sessionIsOpen(claims.sid))) return { kind: 'nobody' }
        return {
          kind: 'user',
          user_id: claims.sub,
          session_id: claims.sid,
          token_tenant: claims.tenant,
          scopes: new Set(claims.scope.split(' ').filter(Boolean)),
        }
      }
      const cookie = request.headers.cookie ?? ''
      const token = request.cookies[deviceCookie]
      if (token && asDevice(request)) return deviceOf(token, fresh)
      if (/(?:^|;\s*)(?:__Secure-)?guichet\.session_token=/.test(cookie)) {
        const load = async (): Promise<Identity> => {
          const session = await sign_in.sessionOf(new Headers({ cookie }))
          if (!session) return { kind: 'nobody' }
          return {
            kind: 'user',
            user_id: session.user_id,
            session_id: session.session_id,
            token_tenant: null,
            scopes: null,
          }
        }
        const found = await sessions.get(hashSecret(cookie), load, fresh)
        if (found.kind !== 'nobody') return found
      }
      return token ? deviceOf(token, fresh) : { kind: 'nobody' }
    },

    tenantBySlug: (slug) => findTenant(slug, null),
    tenantByRef: (ref) => findTenant(null, ref),

    async actorIn(tenant, identity, fresh = false) {
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
      const load = async () => {
        const { rows } = await app_pool.query({
          name: 'membership_in',
          text: `select m.role, m.site_ids, u.name from platform.memberships_of($1) m
                 join auth.account_user u on u.id = m.user_id where m.tenant_id = $2`,
          values: [identity.user_id, tenant.id],
        })
        return rows[0] ?? null
      }
      const membership = await memberships.get(`${tenant.id}/${identity.user_id}`, load, fresh)
      if (!membership) return signed_in
      const held = role_permissions.get(membership.role) ?? new Set<string>()
      const scopes = identity.scopes
      const off = capabilities.filter((module) => !isOn(module, tenant)).map(({ name }) => `${name}.`)
      const permissions = new Set(
        [...held].filter(
          (permission) =>
            (!scopes || scopes.has(permission)) && !off.some((prefix) => permission.startsWith(prefix)),
        ),
      )
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
      openIds.clear()
      memberships.clear()
      devices.clear()
      tenants.clear()
    },
  }
}
