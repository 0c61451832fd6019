import type { Ctx } from '../ctx.ts'
import { onSitesOf } from '../db/on-sites.ts'
import { tablesOf } from '../db/tables-of.ts'
import { invalid, notFound, unauthenticated } from '../errors.ts'
import { emit } from '../events/emit.ts'
import { createOnce } from '../http/call-once.ts'
import { handle, handleCall, type Route } from '../http/handle.ts'
import { hashSecret, newCode, newId, newSecret, newToken, sameSecret } from '../ids.ts'
import type { PlatformTables } from '../tables.ts'
import * as contract from './contract.ts'
import { deviceChanged, devicePaired } from './events.ts'
import { deviceCookie } from './identity.ts'

const db = tablesOf<PlatformTables>()
const codeLife_ms = 10 * 60_000

/** The device's token is made here, when the device fetches it, so that no copy ever waits anywhere. */
async function handOver(ctx: Ctx, code: string, token: string): Promise<'kiosk' | 'display' | 'counter'> {
  // The pairing stays until it expires: an answer that was lost may be asked for again with the same secret.
  const taken = await db(ctx)
    .selectFrom('platform.device_pairing')
    .select('device_id')
    .where('code', '=', code)
    .forUpdate()
    .executeTakeFirst()
  if (!taken?.device_id) throw notFound('platform.pairing_unknown')
  const device = await db(ctx)
    .updateTable('platform.device')
    .set({ token_hash: hashSecret(token) })
    .where('id', '=', taken.device_id)
    .where('revoked_at', 'is', null)
    .returning('kind')
    .executeTakeFirst()
  if (!device) throw notFound('platform.pairing_unknown')
  return device.kind as 'kiosk' | 'display' | 'counter'
}

const deviceColumns = [
  'id',
  'site_id',
  'kind',
  'name',
  'settings',
  'created_at',
  'last_seen_at',
  'revoked_at',
] as const

export const deviceRoutes: Route[] = [
  handleCall(contract.requestPairing, (call, input) =>
    createOnce(call, contract.requestPairing, input, async ({ db: open }) => {
      const now = call.platform.now()
      const secret = newSecret()
      const expires_at = new Date(now.getTime() + codeLife_ms).toISOString()
      await open.deleteFrom('platform.device_pairing').where('expires_at', '<', now.toISOString()).execute()
      // 30^6 codes, ten minutes, a few at a time: a collision is rarer than a lost request, and is refused.
      const code = newCode(6)
      await open
        .insertInto('platform.device_pairing')
        .values({ code, secret_hash: hashSecret(secret), created_at: now.toISOString(), expires_at })
        .execute()
      return { reply: { code, secret, expires_at } }
    }),
  ),
  handleCall(contract.claimPairing, async (call, { params, body }) => {
    const { rows } = await call.platform.app_pool.query(
      'select secret_hash, tenant_ref from platform.device_pairing where code = $1 and expires_at > $2',
      [params.code, call.platform.now().toISOString()],
    )
    const pairing = rows[0]
    if (!pairing || !sameSecret(body.secret, pairing.secret_hash)) throw notFound('platform.pairing_unknown')
    if (!pairing.tenant_ref) return { paired: false, kind: null }
    const tenant = await call.directory.tenantByRef(pairing.tenant_ref)
    if (!tenant) throw notFound('platform.pairing_unknown')
    const token = newToken(tenant.ref)
    const kind = await call.open(tenant, (ctx) => handOver(ctx, params.code, token))
    void call.reply.setCookie(deviceCookie, token, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: call.platform.sign_in.issuer.startsWith('https:'),
      maxAge: 400 * 86_400,
    })
    return { paired: true, kind }
  }),
  handle(contract.pairDevice, async (ctx, { body }) => {
    const pairing = await db(ctx)
      .selectFrom('platform.device_pairing')
      .select('code')
      .where('code', '=', body.code)
      .where('expires_at', '>', ctx.now().toISOString())
      .where('device_id', 'is', null)
      .forUpdate()
      .executeTakeFirst()
    if (!pairing) throw invalid('platform.pairing_unknown', [{ path: 'body.code', code: 'unknown' }])
    if (ctx.actor.site_ids && !ctx.actor.site_ids.includes(body.site_id)) throw notFound('platform.not_found')
    const device = await db(ctx)
      .insertInto('platform.device')
      .values({
        tenant_id: ctx.tenant.id,
        id: newId(),
        site_id: body.site_id,
        kind: body.kind,
        name: body.name,
        ...(body.settings ? { settings: JSON.stringify(body.settings) } : {}),
        // Nobody's, until the device comes for its own.
        token_hash: hashSecret(newSecret()),
        created_at: ctx.now(),
      })
      .returning(deviceColumns)
      .executeTakeFirstOrThrow()
    await db(ctx)
      .updateTable('platform.device_pairing')
      .set({ tenant_ref: ctx.tenant.ref, device_id: device.id })
      .where('code', '=', pairing.code)
      .execute()
    await emit(ctx, devicePaired, { device_id: device.id, kind: device.kind }, device.site_id)
    return device as never
  }),
  handle(contract.listDevices, async (ctx) => {
    const items = await db(ctx)
      .selectFrom('platform.device')
      .select(deviceColumns)
      .where('revoked_at', 'is', null)
      .where(onSitesOf(ctx.actor))
      .orderBy('name')
      .limit(500)
      .execute()
    return { items: items as never }
  }),
  handle(contract.changeDevice, async (ctx, { params, body }) => {
    const device = await db(ctx)
      .updateTable('platform.device')
      .set({
        // Naming the id keeps the statement whole when nothing changes.
        id: params.device_id,
        ...(body.name ? { name: body.name } : {}),
        ...(body.settings ? { settings: JSON.stringify(body.settings) } : {}),
      })
      .where('id', '=', params.device_id)
      .where('revoked_at', 'is', null)
      .where(onSitesOf(ctx.actor))
      .returning(deviceColumns)
      .executeTakeFirst()
    if (!device) throw notFound('platform.not_found')
    await emit(ctx, deviceChanged, { device_id: device.id }, device.site_id)
    return device as never
  }),
  handle(contract.revokeDevice, async (ctx, { params }) => {
    const device = await db(ctx)
      .updateTable('platform.device')
      .set({ revoked_at: ctx.now() })
      .where('id', '=', params.device_id)
      .where('revoked_at', 'is', null)
      .where(onSitesOf(ctx.actor))
      .returning(['id', 'site_id'])
      .executeTakeFirst()
    if (!device) throw notFound('platform.not_found')
    await emit(ctx, deviceChanged, { device_id: device.id }, device.site_id)
    return { revoked: true }
  }),
  handleCall(contract.readThisDevice, async (call) => {
    const { identity } = call
    if (identity.kind !== 'device') throw unauthenticated()
    const { rows } = await call.platform.app_pool.query(
      'select * from platform.all_tenants() t where t.id = $1',
      [identity.tenant_id],
    )
    const tenant = rows[0]
    const device = await call.open(tenant, (ctx) =>
      db(ctx)
        .selectFrom('platform.device')
        .select(deviceColumns)
        .where('id', '=', identity.device_id)
        .executeTakeFirst(),
    )
    if (!device) throw unauthenticated()
    return { device: device as never, tenant }
  }),
]
