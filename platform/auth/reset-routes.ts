import { setTimeout } from 'node:timers/promises'
import { system, type Tenant } from '../ctx.ts'
import { conflict, notFound } from '../errors.ts'
import { emit } from '../events/emit.ts'
import { handleCall, type Call, type Route } from '../http/handle.ts'
import { hashSecret, newId, tenantRefOf } from '../ids.ts'
import { askPasswordReset, finishPasswordReset, readPasswordReset } from './contract.ts'
import { passwordResetAsked } from './events.ts'
import { isCommonPassword } from './guessed-passwords.ts'
import { resetLife_s } from './letters.ts'
import { openSession, setCookies } from './routes.ts'
import { clearFailures } from './throttle.ts'

/** Letters to one person an hour: a stranger must not fill an inbox. */
const mostAnHour = 3
/** Well above what the work takes. */
const steady_ms = 200

/** Whose reset this is, while it may be used; everything else answers alike. */
async function openReset(call: Call, token: string): Promise<{ id: string; user_id: string; email: string }> {
  if (!tenantRefOf(token)) throw notFound('platform.reset_over')
  const { rows } = await call.platform.app_pool.query(
    `select r.id, r.user_id, u.email from auth.password_reset r join auth.account_user u on u.id = r.user_id
     where r.token_hash = $1 and r.used_at is null and r.expires_at > $2`,
    [hashSecret(token), call.platform.now().toISOString()],
  )
  if (!rows[0]) throw notFound('platform.reset_over')
  return rows[0]
}

export const resetRoutes: Route[] = [
  handleCall(askPasswordReset, async (call, { body }) => {
    const { platform } = call
    const now = platform.now()
    // An unknown address must not be told by the time its answer takes.
    const no_sooner = setTimeout(steady_ms)
    const { rows } = await platform.app_pool.query(
      `insert into auth.password_reset (id, user_id, created_at, expires_at)
       select $1, u.id, $3, $4 from auth.account_user u
       where u.email = $2 and $5 > (select count(*) from auth.password_reset r
         where r.user_id = u.id and r.created_at > $3::timestamptz - interval '1 hour')
       returning id, user_id`,
      [
        newId(),
        body.email,
        now.toISOString(),
        new Date(now.getTime() + resetLife_s * 1_000).toISOString(),
        mostAnHour,
      ],
    )
    if (rows[0]) await tellTheirOrganisation(call, rows[0])
    await no_sooner
    return { asked: true }
  }),
  handleCall(readPasswordReset, async (call, { params }) => {
    const { email } = await openReset(call, params.token)
    return { email }
  }),
  handleCall(finishPasswordReset, async (call, { params, body }) => {
    const { platform } = call
    const reset = await openReset(call, params.token)
    if (isCommonPassword(body.password)) throw conflict('platform.password_too_common')
    const { rowCount } = await platform.app_pool.query(
      'update auth.password_reset set used_at = $2 where id = $1 and used_at is null',
      [reset.id, platform.now().toISOString()],
    )
    if (!rowCount) throw notFound('platform.reset_over')
    await platform.sign_in.setPassword(reset.user_id, body.password)
    // Whoever else was in is out, and every other link is spent.
    const ended = await platform.app_pool.query('delete from auth.session where user_id = $1 returning id', [
      reset.user_id,
    ])
    await platform.app_pool.query(
      'update auth.password_reset set used_at = $2 where user_id = $1 and used_at is null',
      [reset.user_id, platform.now().toISOString()],
    )
    await clearFailures(platform.app_pool, reset.email)
    call.directory.forget()
    for (const { id } of ended.rows) platform.endSession(id)
    setCookies(call, await openSession(call, platform.app_pool, reset.user_id))
    return { changed: true }
  }),
]

/** The letter leaves through an organisation the person belongs to; who belongs to none has nothing to enter. */
async function tellTheirOrganisation(
  call: Call,
  { id, user_id }: { id: string; user_id: string },
): Promise<void> {
  const { rows } = await call.platform.app_pool.query(
    `select t.* from platform.memberships_of($1) m join platform.all_tenants() t on t.id = m.tenant_id
     order by t.demo, m.created_at limit 1`,
    [user_id],
  )
  const tenant = rows[0] as Tenant | undefined
  if (!tenant) return
  await call.open(tenant, (ctx) => emit(ctx, passwordResetAsked, { reset_id: id, user_id }), {
    actor: system,
  })
}
