import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { tablesOf } from '../db/tables-of.ts'
import { invalid, notFound, unauthenticated } from '../errors.ts'
import { emit } from '../events/emit.ts'
import { handle, handleCall, type Route } from '../http/handle.ts'
import { hashSecret, newCode, newId, newSecret, newToken, sameSecret } from '../ids.ts'
import type { PlatformTables } from '../tables.ts'
import * as contract from './contract.ts'
import { deviceChanged, devicePaired } from './events.ts'
import { deviceCookie } from './identity.ts'

const db = tablesOf<PlatformTables>()
const codeLife_ms = 10 * 60_000

/**
 * The manager's request creates the device's token, the device fetches it later: between the two it
 * waits sealed with a key that only the device holds, so that reading the table gives nobody access.
 */
function seal(text: string, key_text: string): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', createHash('sha256').update(key_text).digest(), iv)
  return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url')
}
function unseal(sealed: string, key_text: string): string {
  const bytes = Buffer.from(sealed, 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', createHash('sha256').update(key_text).digest(), bytes.subarray(0, 12))
  decipher.setAuthTag(bytes.subarray(-16))
  return decipher.update(bytes.subarray(12, -16), undefined, 'utf8') + decipher.final('utf8')
}

const deviceColumns = ['id', 'site_id', 'kind', 'name', 'settings', 'created_at', 'last_seen_at', 'revoked_at'] as const

export const deviceRoutes: Route[] = [
  handleCall(contract.requestPairing, async (call) => {
    const now = call.platform.now()
    const secret = newSecret()
    const expires_at = new Date(now.getTime() + codeLife_ms).toISOString()
    await call.platform.app_pool.query('delete from platform.device_pairing where expires_at < $1', [now.toISOString()])
    // 30^6 codes, ten minutes, a few at a time: a collision is rarer than a lost request, and is refused.
    const code = newCode(6)
    await call.platform.app_pool.query(
      'insert into platform.device_pairing (code, secret_hash, created_at, expires_at) values ($1, $2, $3, $4)',
      [code, hashSecret(secret), now.toISOString(), expires_at],
    )
    return { code, secret, expires_at }
  }),
  handleCall(contract.claimPairing, async (call, { params, body }) => {
    const { rows } = await call.platform.app_pool.query(
      'select secret_hash, sealed_token from platform.device_pairing where code = $1 and expires_at > $2',
      [params.code, call.platform.now().toISOString()],
    )
    const pairing = rows[0]
    if (!pairing || !sameSecret(body.secret, pairing.secret_hash)) throw notFound('platform.pairing_unknown')
    if (!pairing.sealed_token) return { paired: false, kind: null }
    const [kind, token] = unseal(pairing.sealed_token, pairing.secret_hash).split(' ') as ['kiosk' | 'display', string]
    await call.platform.app_pool.query('delete from platform.device_pairing where code = $1', [params.code])
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
      .select(['code', 'secret_hash'])
      .where('code', '=', body.code)
      .where('expires_at', '>', ctx.now().toISOString())
      .where('sealed_token', 'is', null)
      .forUpdate()
      .executeTakeFirst()
    if (!pairing) throw invalid('platform.pairing_unknown', [{ path: 'body.code', code: 'unknown' }])
    if (ctx.actor.site_ids && !ctx.actor.site_ids.includes(body.site_id)) throw notFound('platform.not_found')
    const token = newToken(ctx.tenant.ref)
    const device = await db(ctx)
      .insertInto('platform.device')
      .values({
        tenant_id: ctx.tenant.id,
        id: newId(),
        site_id: body.site_id,
        kind: body.kind,
        name: body.name,
        token_hash: hashSecret(token),
        created_at: ctx.now(),
      })
      .returning(deviceColumns)
      .executeTakeFirstOrThrow()
    await db(ctx)
      .updateTable('platform.device_pairing')
      .set({ sealed_token: seal(`${body.kind} ${token}`, pairing.secret_hash) })
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
      .$if(ctx.actor.site_ids !== null, (query) => query.where('site_id', 'in', [...ctx.actor.site_ids!]))
      .orderBy('name')
      .limit(500)
      .execute()
    return { items: items as never }
  }),
  handle(contract.changeDevice, async (ctx, { params, body }) => {
    const device = await db(ctx)
      .updateTable('platform.device')
      .set({
        ...(body.name ? { name: body.name } : {}),
        ...(body.settings ? { settings: JSON.stringify(body.settings) } : {}),
      })
      .where('id', '=', params.device_id)
      .where('revoked_at', 'is', null)
      .$if(ctx.actor.site_ids !== null, (query) => query.where('site_id', 'in', [...ctx.actor.site_ids!]))
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
      .$if(ctx.actor.site_ids !== null, (query) => query.where('site_id', 'in', [...ctx.actor.site_ids!]))
      .returning(['id', 'site_id'])
      .executeTakeFirst()
    if (!device) throw notFound('platform.not_found')
    await emit(ctx, deviceChanged, { device_id: device.id }, device.site_id)
    return { revoked: true }
  }),
  handleCall(contract.readThisDevice, async (call) => {
    const { identity } = call
    if (identity.kind !== 'device') throw unauthenticated()
    const { rows } = await call.platform.app_pool.query('select * from platform.all_tenants() t where t.id = $1', [identity.tenant_id])
    const tenant = rows[0]
    const device = await call.open(tenant, (ctx) =>
      db(ctx).selectFrom('platform.device').select(deviceColumns).where('id', '=', identity.device_id).executeTakeFirst(),
    )
    if (!device) throw unauthenticated()
    return { device: device as never, tenant }
  }),
]
