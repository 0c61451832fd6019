import { sql, type RawBuilder } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import { newId } from '@guichet/platform/ids'
import { notify, type Recipient } from '@guichet/platform/notifications'
import { peopleOf } from '@guichet/platform/people'
import { db } from '../../catalogue/queries.ts'
import type { AlertRecipient } from '../contract.ts'
import { escalationHours, type RuleKind } from '../model.ts'
import { hidden } from '../queries/hidden.ts'
import { alertEscalation, alertReminder, noticeOf } from './notices.ts'

type Occasion = 'opened' | 'reminder' | 'escalation'

interface Group {
  rule_id: string
  kind: RuleKind
  recipients: AlertRecipient[]
  episode_ids: string[]
  /** The first three, most important first. */
  names: string[]
  open_count: number
}

/**
 * Marks episodes as told in the statement that finds them, so that of two workers one tells each; returns them
 * by rule, for one message a rule.
 */
async function claim(ctx: Ctx, which: RawBuilder<unknown>, mark: RawBuilder<unknown>): Promise<Group[]> {
  const { rows } = await sql<Group>`
    with ready as (
      select e.tenant_id, e.id from stock.alert_episode e join stock.alert_rule r on r.tenant_id = e.tenant_id and r.id = e.rule_id
      left join stock.balance b on b.tenant_id = e.tenant_id and b.product_id = e.product_id and b.location_id = e.location_id
      where e.resolved_at is null and e.clear_since is null and e.acknowledged_at is null and r.active
        and (e.snoozed_until is null or e.snoozed_until <= ${ctx.now().toISOString()}::timestamptz)
        and not ${hidden} and ${which}
      order by e.id for update of e skip locked),
    told as (
      update stock.alert_episode e set ${mark} from ready where e.tenant_id = ready.tenant_id and e.id = ready.id
      returning e.tenant_id, e.id, e.rule_id, e.product_id, e.location_id, e.opened_at)
    select r.id as rule_id, r.kind, r.recipients, array_agg(t.id order by t.id) as episode_ids,
      (array_agg(p.name order by coalesce(b.abc, 'C'), p.name_key) filter (where p.id is not null))[1:3] as names,
      (select count(*) from stock.alert_episode o where o.tenant_id = r.tenant_id and o.rule_id = r.id and o.resolved_at is null)::int as open_count
    from told t join stock.alert_rule r on r.tenant_id = t.tenant_id and r.id = t.rule_id
    left join stock.product p on p.tenant_id = t.tenant_id and p.id = t.product_id
    left join stock.balance b on b.tenant_id = t.tenant_id and b.product_id = t.product_id and b.location_id = t.location_id
    group by r.tenant_id, r.id, r.kind, r.recipients`.execute(db(ctx))
  return rows
}

/** One message a rule, naming only the newcomers. */
export async function tellOpened(ctx: Ctx): Promise<void> {
  const now = sql`${ctx.now().toISOString()}::timestamptz`
  for (const group of await claim(ctx, sql`e.told_at is null`, sql`told_at = ${now}`))
    await send(ctx, group, 'opened')
}

/** Reminds of what nobody took up, and tells the owner of important products that stay out of stock. */
export async function tellStanding(ctx: Ctx): Promise<void> {
  const now = sql`${ctx.now().toISOString()}::timestamptz`
  const escalated = await claim(
    ctx,
    sql`r.kind = 'stock_out' and b.abc = 'A' and e.escalated_at is null and e.told_at is not null
      and e.opened_at <= ${now} - make_interval(hours => ${escalationHours})`,
    sql`escalated_at = ${now}, reminded_at = ${now}`,
  )
  for (const group of escalated) await send(ctx, { ...group, recipients: [{ role: 'owner' }] }, 'escalation')
  const due = await claim(
    ctx,
    sql`e.told_at is not null and coalesce(e.reminded_at, e.told_at) <= ${now} - make_interval(hours => r.reminder_hours)`,
    sql`reminded_at = ${now}, reminders = reminders + 1`,
  )
  for (const group of due) await send(ctx, group, 'reminder')
}

async function send(ctx: Ctx, group: Group, occasion: Occasion): Promise<void> {
  const id = newId()
  const to = await recipientsOf(ctx, group.recipients)
  const notice =
    occasion === 'opened' ? noticeOf[group.kind] : occasion === 'reminder' ? alertReminder : alertEscalation
  const facts = {
    count: String(group.episode_ids.length),
    open: String(group.open_count),
    names: (group.names ?? []).map((name) => (name.length > 40 ? `${name.slice(0, 39)}…` : name)).join(', '),
    link: `/t/${ctx.tenant.slug}/stock/alerts?kind=${group.kind}`,
  }
  const message_ids: string[] = []
  for (const [index, recipient] of to.entries()) {
    const sent = await notify(ctx, notice, { to: recipient, facts, key: `${id}/${index}` })
    message_ids.push(...sent.message_ids)
  }
  await db(ctx)
    .insertInto('stock.alert_message')
    .values({
      tenant_id: ctx.tenant.id,
      id,
      rule_id: group.rule_id,
      occasion,
      at: ctx.now(),
      episode_ids: group.episode_ids,
      open_count: group.open_count,
      recipients: to.length,
      message_ids,
    })
    .execute()
}

async function recipientsOf(ctx: Ctx, wanted: readonly AlertRecipient[]): Promise<Recipient[]> {
  const people = await peopleOf(ctx)
  const users = new Set<string>()
  const others: Recipient[] = []
  for (const recipient of wanted) {
    if (recipient.role)
      for (const { user_id, role } of people) if (role === recipient.role) users.add(user_id)
    if (recipient.user_id && people.some(({ user_id }) => user_id === recipient.user_id))
      users.add(recipient.user_id)
    if (recipient.phone || recipient.email)
      others.push({
        kind: 'address',
        phone: recipient.phone ?? null,
        email: recipient.email ?? null,
        consent: ['whatsapp'],
      })
  }
  return [...[...users].map((user_id) => ({ kind: 'user' as const, user_id })), ...others]
}
