import { createHmac } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Ctx } from '../ctx.ts'
import { tablesOf } from '../db/tables-of.ts'
import { subscribe, type Subscription } from '../events/define.ts'
import { hashSecret } from '../ids.ts'
import { defineNotice } from '../notifications/define.ts'
import { notify } from '../notifications/outbox.ts'
import type { Platform } from '../platform.ts'
import type { PlatformTables } from '../tables.ts'
import { invitationCreated, passwordResetAsked } from './events.ts'

const db = tablesOf<PlatformTables>()

/** 160 bits, the same for the same letter, known to nobody who lacks SECRET_KEY: a second attempt carries the same link. */
export function letterToken(
  platform: Pick<Platform, 'config'>,
  what: string,
  id: string,
  tenant_ref: string,
): string {
  const secret = createHmac('sha256', platform.config.SECRET_KEY).update(`${what} ${id}`).digest()
  return `${tenant_ref}-${secret.subarray(0, 20).toString('base64url')}`
}

export const invitationLetter = defineNotice({
  name: 'platform.invitation',
  audience: 'staff',
  facts: z.object({ invitation_id: z.uuid(), inviter: z.string() }),
  channels: ['email'],
  urgency: 'now',
  expires_s: 7 * 86_400,
  consent: 'transactional',
  unstored: {
    facts: ['link'],
    async make(ctx, { invitation_id }, platform) {
      const token = letterToken(platform, 'invitation', invitation_id, ctx.tenant.ref)
      await db(ctx)
        .updateTable('platform.invitation')
        .set({ mail_token_hash: hashSecret(token) })
        .where('id', '=', invitation_id)
        .execute()
      return { link: `/invitation/${token}` }
    },
  },
})

/** How long the way back in stays open. */
export const resetLife_s = 30 * 60

export const passwordResetLetter = defineNotice({
  name: 'platform.password_reset',
  audience: 'staff',
  facts: z.object({ reset_id: z.uuid() }),
  channels: ['email'],
  urgency: 'now',
  expires_s: resetLife_s,
  consent: 'transactional',
  unstored: {
    facts: ['link'],
    async make(ctx, { reset_id }, platform) {
      const token = letterToken(platform, 'password reset', reset_id, ctx.tenant.ref)
      await sql`update auth.password_reset set token_hash = ${hashSecret(token)} where id = ${reset_id}`.execute(
        ctx.transaction.db,
      )
      return { link: `/reset/${token}` }
    },
  },
})

export const letterSubscribers: Subscription[] = [
  subscribe(
    invitationCreated,
    'platform.send_invitation',
    async (ctx, { payload }) => {
      const invitation = await db(ctx)
        .selectFrom('platform.invitation')
        .select(['id', 'email', 'created_by', 'accepted_at', 'revoked_at'])
        .where('id', '=', payload.invitation_id)
        .executeTakeFirst()
      if (!invitation || invitation.accepted_at || invitation.revoked_at) return
      await notify(ctx, invitationLetter, {
        to: { kind: 'address', email: invitation.email },
        facts: {
          invitation_id: invitation.id,
          inviter: (await nameOf(ctx, invitation.created_by)) ?? ctx.tenant.name,
        },
        key: invitation.id,
      })
    },
    { queue: 'alerts' },
  ),
  subscribe(
    passwordResetAsked,
    'platform.send_password_reset',
    async (ctx, { payload }) => {
      await notify(ctx, passwordResetLetter, {
        to: { kind: 'user', user_id: payload.user_id },
        facts: { reset_id: payload.reset_id },
        key: payload.reset_id,
      })
    },
    { queue: 'alerts' },
  ),
]

async function nameOf(ctx: Ctx, user_id: string | null): Promise<string | null> {
  const { rows } = await sql<{
    name: string
  }>`select name from auth.account_user where id = ${user_id}`.execute(ctx.transaction.db)
  return rows[0]?.name ?? null
}
