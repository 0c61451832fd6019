import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx } from '../ctx.ts'
import { tablesOf } from '../db/tables-of.ts'
import type { PlatformTables } from '../tables.ts'
import { conflict, forbidden, notFound } from '../errors.ts'
import { emit } from '../events/emit.ts'
import { createOnceIn } from '../http/call-once.ts'
import { handle, handleCall, type Call, type Route } from '../http/handle.ts'
import { hashSecret, newId, newToken, tenantRefOf } from '../ids.ts'
import { system, type Tenant } from '../ctx.ts'
import * as contract from './contract.ts'
import { invitationAccepted, invitationCreated, memberChanged } from './events.ts'
import { isCommonPassword } from './guessed-passwords.ts'
import { openSession, provePassword } from './routes.ts'
import { hashPassword, statementsIn } from './sign-in.ts'

const db = tablesOf<PlatformTables>()
const invitationLife_ms = 7 * 86_400_000

/** Nobody gives, or takes from, a role that ranks above their own. */
const rank: Record<contract.RoleName, number> = {
  owner: 5,
  admin: 4,
  manager: 3,
  receptionist: 2,
  agent: 2,
  viewer: 1,
}
function refuseAbove(ctx: Ctx, role: contract.RoleName): void {
  const own = rank[(ctx.actor.role ?? 'viewer') as contract.RoleName]
  if (rank[role] > own) throw forbidden('platform.role_above_yours', { role })
}

/** Whoever is confined to sites gives no more than these, and sees people of no others. */
function refuseBeyondOwnSites(ctx: Ctx, site_ids: readonly string[] | null): void {
  if (!isWithinOwnSites(ctx, site_ids)) throw forbidden('platform.beyond_your_sites')
}
const isWithinOwnSites = (ctx: Ctx, site_ids: readonly string[] | null): boolean =>
  ctx.actor.site_ids === null ||
  (site_ids !== null && site_ids.every((id) => ctx.actor.site_ids!.includes(id)))

async function revokePending(ctx: Ctx, email: string): Promise<void> {
  await db(ctx)
    .updateTable('platform.invitation')
    .set({ revoked_at: ctx.now() })
    .where('email', '=', email)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .execute()
}

const statusOf = (
  row: { accepted_at: string | null; revoked_at: string | null; expires_at: string },
  now: Date,
) =>
  row.accepted_at
    ? 'accepted'
    : row.revoked_at
      ? 'revoked'
      : Date.parse(row.expires_at) < now.getTime()
        ? 'expired'
        : 'pending'

async function members(ctx: Ctx, id?: string) {
  const { rows } = await sql<{
    id: string
    user_id: string
    name: string
    email: string
    role: contract.RoleName
    site_ids: string[] | null
    status: 'active' | 'suspended'
  }>`
    select m.id, m.user_id, u.name, u.email, m.role, m.site_ids, m.status
    from platform.membership m join auth.account_user u on u.id = m.user_id
    where m.tenant_id = ${ctx.tenant.id} and (${id ?? null}::uuid is null or m.id = ${id ?? null}) order by u.name, m.id`.execute(
    db(ctx),
  )
  return rows
}

interface Invitation {
  id: string
  email: string
  name: string | null
  role: contract.RoleName
  site_ids: string[] | null
}

async function tenantOfInvitation(call: Call, token: string): Promise<Tenant> {
  const ref = tenantRefOf(token)
  const tenant = ref ? await call.directory.tenantByRef(ref) : null
  if (!tenant) throw notFound('platform.invitation_expired')
  return tenant
}

async function findInvitation(ctx: Ctx, token: string): Promise<Invitation & { pending: boolean }> {
  const row = await db(ctx)
    .selectFrom('platform.invitation')
    .selectAll()
    // The link shown to whoever invited, or the one in the letter.
    .where((is) =>
      is.or([is('token_hash', '=', hashSecret(token)), is('mail_token_hash', '=', hashSecret(token))]),
    )
    .executeTakeFirst()
  if (!row) throw notFound('platform.invitation_expired')
  return { ...row, role: row.role as contract.RoleName, pending: statusOf(row, ctx.now()) === 'pending' }
}

const owners = (ctx: Ctx) =>
  db(ctx).selectFrom('platform.membership').where('role', '=', 'owner').where('status', '=', 'active')

const userByEmail = async (call: Call, email: string): Promise<string | null> =>
  (await call.platform.app_pool.query('select id from auth.account_user where email = $1', [email])).rows[0]
    ?.id ?? null

export const staffRoutes: Route[] = [
  handle(contract.listInvitations, async (ctx) => {
    const rows = await db(ctx)
      .selectFrom('platform.invitation')
      .selectAll()
      .orderBy('created_at', 'desc')
      .limit(200)
      .execute()
    return {
      items: rows
        .filter((row) => isWithinOwnSites(ctx, row.site_ids))
        .map((row) => ({ ...row, role: row.role as contract.RoleName, status: statusOf(row, ctx.now()) })),
    } as never
  }),
  handle(contract.createInvitation, async (ctx, { body }) => {
    refuseAbove(ctx, body.role)
    refuseBeyondOwnSites(ctx, body.site_ids)
    if ((await members(ctx)).some((member) => member.email === body.email))
      throw conflict('platform.already_member')
    // The newest invitation is the one that counts.
    await revokePending(ctx, body.email)
    const token = newToken(ctx.tenant.ref)
    const row = await db(ctx)
      .insertInto('platform.invitation')
      .values({
        tenant_id: ctx.tenant.id,
        id: newId(),
        email: body.email,
        name: body.name ?? null,
        role: body.role,
        site_ids: body.site_ids,
        token_hash: hashSecret(token),
        created_by: ctx.actor.id,
        created_at: ctx.now(),
        expires_at: new Date(ctx.now().getTime() + invitationLife_ms),
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    await emit(ctx, invitationCreated, { invitation_id: row.id, role: body.role })
    return { ...row, role: body.role, status: 'pending' as const, link: `/invitation/${token}` }
  }),
  handle(contract.revokeInvitation, async (ctx, { params }) => {
    const revoked = await db(ctx)
      .updateTable('platform.invitation')
      .set({ revoked_at: ctx.now() })
      .where('id', '=', params.invitation_id)
      .$if(ctx.actor.site_ids !== null, (query) =>
        query.where(sql<boolean>`site_ids <@ ${[...(ctx.actor.site_ids ?? [])]}::uuid[]`),
      )
      .where('accepted_at', 'is', null)
      .where('revoked_at', 'is', null)
      .returning('id')
      .executeTakeFirst()
    if (!revoked) throw notFound('platform.not_found')
    return { revoked: true }
  }),
  handleCall(contract.readInvitation, async (call, { params }) => {
    const tenant = await tenantOfInvitation(call, params.token)
    const invitation = await call.open(tenant, (ctx) => findInvitation(ctx, params.token))
    if (!invitation.pending) throw notFound('platform.invitation_expired')
    return {
      tenant: { slug: tenant.slug, name: tenant.name },
      email: invitation.email,
      name: invitation.name,
      role: invitation.role,
      has_account: (await userByEmail(call, invitation.email)) !== null,
    }
  }),
  handleCall(contract.acceptInvitation, async (call, input) => {
    const tenant = await tenantOfInvitation(call, input.params.token)
    const invitation = await call.open(tenant, (ctx) => findInvitation(ctx, input.params.token))
    const account = await accountOfInvited(call, tenant, invitation, input.body)
    const reply = await createOnceIn(call, tenant, contract.acceptInvitation, input, async (ctx) => {
      const statements = statementsIn(ctx.transaction)
      const user_id = account.user_id ?? (await call.platform.sign_in.createUser(account, statements))
      await join({ ...ctx, actor: { ...system, kind: 'user', id: user_id } }, invitation, user_id)
      return { reply: { tenant_slug: tenant.slug }, cookies: await openSession(call, statements, user_id) }
    })
    call.directory.forget()
    return reply
  }),
  handle(contract.listMembers, async (ctx) => ({
    items: (await members(ctx)).filter((member) => isWithinOwnSites(ctx, member.site_ids)),
  })),
  handle(contract.changeMember, async (ctx, { params, body }) => {
    // Locked before anything is read, in one order: two owners who demote each other at once take turns.
    await owners(ctx).select('id').orderBy('id').forUpdate().execute()
    const [member] = await members(ctx, params.member_id)
    if (!member || !isWithinOwnSites(ctx, member.site_ids)) throw notFound('platform.not_found')
    refuseAbove(ctx, member.role)
    if (body.site_ids !== undefined) refuseBeyondOwnSites(ctx, body.site_ids)
    // An old invitation must not bring back somebody who was suspended.
    if (body.status === 'suspended') await revokePending(ctx, member.email)
    if (body.role) refuseAbove(ctx, body.role)
    await db(ctx)
      .updateTable('platform.membership')
      .set({
        // Naming the id keeps the statement whole when nothing changes.
        id: member.id,
        ...(body.role ? { role: body.role } : {}),
        ...(body.status ? { status: body.status } : {}),
        ...(body.site_ids !== undefined ? { site_ids: body.site_ids } : {}),
      })
      .where('id', '=', member.id)
      .execute()
    if (!(await owners(ctx).select('id').limit(1).executeTakeFirst())) throw conflict('platform.last_owner')
    await emit(ctx, memberChanged, { member_id: member.id, user_id: member.user_id })
    return (await members(ctx, member.id))[0]!
  }),
]

/** A short public reference that no other organisation has. */
export const newTenantRef = (): string => BigInt(`0x${randomBytes(5).toString('hex')}`).toString(36)

/** Who accepts: somebody we know, proved by their password, or the account to be created. */
async function accountOfInvited(
  call: Call,
  tenant: Tenant,
  invitation: Invitation & { pending: boolean },
  given: { name?: string; password: string },
) {
  // The password proves the account; the link alone would let whoever forwards it join as somebody else.
  const known = await userByEmail(call, invitation.email)
  if (!known && !invitation.pending) throw notFound('platform.invitation_expired')
  if (!known && isCommonPassword(given.password)) throw conflict('platform.password_too_common')
  return {
    user_id: known ? await provePassword(call, invitation.email, given.password) : null,
    email: invitation.email,
    name: given.name ?? invitation.name ?? invitation.email.split('@')[0]!,
    password_hash: known ? '' : await hashPassword(given.password),
    locale: tenant.locale,
  }
}

async function join(ctx: Ctx, invitation: Invitation, user_id: string): Promise<void> {
  const taken = await db(ctx)
    .updateTable('platform.invitation')
    .set({ accepted_at: ctx.now() })
    .where('id', '=', invitation.id)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (!taken) throw notFound('platform.invitation_expired')
  await db(ctx)
    .insertInto('platform.membership')
    .values({
      tenant_id: ctx.tenant.id,
      id: newId(),
      user_id,
      role: invitation.role,
      site_ids: invitation.site_ids,
    })
    .onConflict((c) => c.columns(['tenant_id', 'user_id']).doNothing())
    .execute()
  await emit(ctx, invitationAccepted, { invitation_id: invitation.id, user_id })
}
