import { conflict, forbidden, Failure, notFound, unauthenticated } from '../errors.ts'
import type { Tenant } from '../ctx.ts'
import type { InputOf, ReplyOf } from '../contract.ts'
import { createOnce } from '../http/call-once.ts'
import { handleCall, type Call, type Route } from '../http/handle.ts'
import {
  changeMe,
  changePassword,
  createAccessToken,
  endSession,
  listSessions,
  readMe,
  signIn,
  signOut,
  type Me,
} from './contract.ts'
import { isCommonPassword } from './guessed-passwords.ts'
import { statementsIn, type Statements } from './sign-in.ts'
import { clearFailures, recordFailure, refuseWhenBlocked } from './throttle.ts'

/** What the sign-in library needs to know of the caller, and nothing else of the request. */
export const headersOf = (call: Call): Headers =>
  new Headers({
    cookie: call.request.headers.cookie ?? '',
    'user-agent': (call.request.headers['user-agent'] ?? '').slice(0, 300),
    'x-guichet-client': call.request.ip,
  })

const wrongCredentials = () => new Failure('forbidden', 'platform.wrong_credentials', { status: 401 })

/** Opens a session in the caller's transaction. @returns its cookies */
export const openSession = (call: Call, db: Statements, user_id: string): Promise<string[]> =>
  call.platform.sign_in.open(db, user_id, {
    address: call.request.ip,
    user_agent: call.request.headers['user-agent'] ?? '',
  })

/**
 * Checks e-mail and password, slowing guesses down: what is counted of failures is written at once, whatever
 * becomes of the caller's transaction. @returns the user's id
 */
export async function provePassword(call: Call, email: string, password: string): Promise<string> {
  const { app_pool, sign_in, now } = call.platform
  await refuseWhenBlocked(app_pool, email, now())
  const user_id = await sign_in.prove(email, password)
  if (!user_id) {
    await recordFailure(app_pool, email, now())
    call.request.log.warn({ event: 'sign_in_refused' }, 'wrong credentials')
    throw wrongCredentials()
  }
  await clearFailures(app_pool, email)
  return user_id
}

export const setCookies = (call: Call, cookies: string[]): void => {
  for (const cookie of cookies) void call.reply.header('set-cookie', cookie)
}

function userId(call: Call): string {
  if (call.identity.kind !== 'user') throw unauthenticated()
  return call.identity.user_id
}

async function readUser(call: Call, user_id: string): Promise<Me['user']> {
  const { rows } = await call.platform.app_pool.query(
    'select id, name, email, locale from auth.account_user where id = $1',
    [user_id],
  )
  if (!rows[0]) throw unauthenticated()
  return rows[0]
}

async function readMemberships(call: Call, user_id: string): Promise<Me['memberships']> {
  const { platform } = call
  const { rows } = await platform.app_pool.query(
    `select m.role, m.site_ids, t.* from platform.memberships_of($1) m
     join platform.all_tenants() t on t.id = m.tenant_id order by t.name`,
    [user_id],
  )
  const siteNames = platform.modules.find((module) => module.name === 'organisation')?.site_names
  return Promise.all(
    rows.map(async (row) => {
      const tenant = row as Tenant
      const sites = siteNames ? await call.open(tenant, siteNames) : []
      const actor = await call.directory.actorIn(tenant, call.identity)
      return {
        tenant,
        role: row.role,
        site_ids: row.site_ids,
        permissions: [...actor.permissions].toSorted(),
        sites: sites.filter((site) => row.site_ids === null || row.site_ids.includes(site.id)),
      }
    }),
  )
}

export const accountRoutes: Route[] = [
  handleCall(signIn, async (call, input) => {
    const user_id = await provePassword(call, input.body.email, input.body.password)
    return createOnce(call, signIn, input, async (transaction) => ({
      reply: { user_id },
      cookies: await openSession(call, statementsIn(transaction), user_id),
    }))
  }),
  handleCall(signOut, async (call) => {
    const { identity } = call
    setCookies(call, await call.platform.sign_in.close(headersOf(call)))
    if (identity.kind === 'user' && identity.session_id) {
      call.directory.forget()
      call.platform.endSession(identity.session_id)
    }
    return { signed_out: true }
  }),
  handleCall(readMe, async (call) => {
    const id = userId(call)
    return { user: await readUser(call, id), memberships: await readMemberships(call, id) }
  }),
  handleCall(changeMe, async (call, { body }) => {
    const { rows } = await call.platform.app_pool.query(
      `update auth.account_user set name = coalesce($2, name), locale = coalesce($3, locale), updated_at = now()
       where id = $1 returning id, name, email, locale`,
      [userId(call), body.name ?? null, body.locale ?? null],
    )
    call.directory.forget()
    return rows[0]
  }),
  handleCall(changePassword, async (call, { body }) => {
    const id = userId(call)
    if (call.identity.kind === 'user' && call.identity.scopes) throw forbidden('platform.session_needed')
    if (isCommonPassword(body.next)) throw conflict('platform.password_too_common')
    const user = await readUser(call, id)
    await refuseWhenBlocked(call.platform.app_pool, user.email, call.platform.now())
    if (!(await call.platform.sign_in.checkPassword(id, body.current))) {
      await recordFailure(call.platform.app_pool, user.email, call.platform.now())
      throw wrongCredentials()
    }
    await call.platform.sign_in.setPassword(id, body.next)
    const session_id = call.identity.kind === 'user' ? call.identity.session_id : null
    const { rows } = await call.platform.app_pool.query(
      'delete from auth.session where user_id = $1 and id is distinct from $2 returning id',
      [id, session_id],
    )
    call.directory.forget()
    for (const row of rows) call.platform.endSession(row.id)
    return { changed: true }
  }),
  handleCall(listSessions, async (call) => {
    const { rows } = await call.platform.app_pool.query(
      `select id, id = $2 as current, ip_address, user_agent, created_at, expires_at from auth.session
       where user_id = $1 and expires_at > $3 order by created_at desc limit 100`,
      [
        userId(call),
        call.identity.kind === 'user' ? call.identity.session_id : null,
        call.platform.now().toISOString(),
      ],
    )
    return { items: rows.map((row) => ({ ...row, current: row.current ?? false })) }
  }),
  handleCall(endSession, async (call, { params }) => {
    const { rowCount } = await call.platform.app_pool.query(
      'delete from auth.session where id = $1 and user_id = $2',
      [params.session_id, userId(call)],
    )
    if (!rowCount) throw notFound('platform.not_found')
    call.directory.forget()
    call.platform.endSession(params.session_id)
    return { ended: true }
  }),
  handleCall(createAccessToken, async (call, input) => {
    const reply = await issueToken(call, input.body)
    return createOnce(call, createAccessToken, input, async () => ({ reply }))
  }),
]

async function issueToken(
  call: Call,
  body: InputOf<typeof createAccessToken>['body'],
): Promise<ReplyOf<typeof createAccessToken>> {
  let identity = call.identity
  if (body.email !== undefined && body.password !== undefined) {
    // A program needs no session: nothing would ever close it.
    const user_id = await provePassword(call, body.email, body.password)
    identity = { kind: 'user', user_id, session_id: null, token_tenant: null, scopes: null }
  }
  if (identity.kind !== 'user') throw unauthenticated()
  if (identity.scopes) throw forbidden('platform.session_needed')
  const tenant = await call.directory.tenantBySlug(body.tenant)
  const actor = tenant ? await call.directory.actorIn(tenant, identity) : null
  if (!tenant || !actor?.role) throw notFound('platform.tenant_unknown')
  const scope = [...actor.permissions]
    .filter((permission) => permission.includes('.'))
    .toSorted()
    .join(' ')
  const { token, expires_in } = await call.platform.sign_in.signAccessToken({
    sub: identity.user_id,
    tenant: tenant.slug,
    role: actor.role,
    scope,
    sid: identity.session_id,
  })
  return { access_token: token, token_type: 'Bearer' as const, expires_in, scope }
}
