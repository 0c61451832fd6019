import { sql } from 'kysely'
import type { Ctx, Locale } from '../ctx.ts'
import { conflict } from '../errors.ts'
import type { Call } from '../http/handle.ts'
import type { Platform } from '../platform.ts'
import { isCommonPassword } from './guessed-passwords.ts'
import type { RoleName } from './contract.ts'
import { openSession, provePassword, setCookies } from './routes.ts'
import { hashPassword } from './sign-in.ts'

export interface Person {
  user_id: string
  name: string
  email: string
  role: RoleName
  /** Sites the person is confined to; null means all. */
  site_ids: string[] | null
}

/** Active members of the organisation by name; with `user_ids`, only those among them. */
export async function peopleOf(ctx: Ctx, user_ids: readonly string[] | null = null): Promise<Person[]> {
  const { rows } = await sql<Person>`
    select m.user_id, u.name, u.email, m.role, m.site_ids
    from platform.membership m join auth.account_user u on u.id = m.user_id
    where m.status = 'active' and (${user_ids}::uuid[] is null or m.user_id = any(${user_ids}::uuid[]))
    order by u.name, m.user_id`.execute(ctx.transaction.db)
  return rows
}

export interface NewAccount {
  email: string
  name: string
  locale: Locale
}

/** The account of this e-mail address, created when there is none; an existing one keeps its password. */
export async function accountOf(
  platform: Platform,
  account: NewAccount & { password_hash: string },
): Promise<string> {
  const { rows } = await platform.app_pool.query('select id from auth.account_user where email = lower($1)', [
    account.email,
  ])
  return rows[0]?.id ?? platform.sign_in.createUser(account)
}

/**
 * Signs a person in, creating the account when the e-mail has none; an existing one must give its password.
 * @returns the user's id; the session's cookies are set on the answer
 */
export async function openAccount(call: Call, account: NewAccount & { password: string }): Promise<string> {
  const { platform } = call
  const { rowCount } = await platform.app_pool.query(
    'select 1 from auth.account_user where email = lower($1)',
    [account.email],
  )
  if (!rowCount) {
    if (isCommonPassword(account.password)) throw conflict('platform.password_too_common')
    await platform.sign_in.createUser({ ...account, password_hash: await hashPassword(account.password) })
  }
  const user_id = await provePassword(call, account.email, account.password)
  setCookies(call, await openSession(call, platform.app_pool, user_id))
  return user_id
}
