import { sql } from 'kysely'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { notFound } from '@guichet/platform/errors'
import { cutPage, readCursor } from '@guichet/platform/paging'
import { peopleOf, type Person } from '@guichet/platform/people'
import type { Agent, Customer } from '../contract.ts'
import { nameKey, phoneStart } from '../model/person.ts'
import type { OrganisationTables } from '../tables.ts'

const db = tablesOf<OrganisationTables>()

interface Profile {
  user_id: string
  display_name: string
  service_ids: string[]
}
const profilesOf = (ctx: Ctx, user_ids: readonly string[]): Promise<Profile[]> =>
  db(ctx)
    .selectFrom('organisation.agent as agent')
    .select([
      'user_id',
      'display_name',
      sql<string[]>`array(select k.service_id from organisation.agent_skill k
        where k.tenant_id = agent.tenant_id and k.agent_id = agent.id order by k.service_id)`.as(
        'service_ids',
      ),
    ])
    .where('user_id', '=', sql<string>`any(${user_ids}::uuid[])`)
    .execute()

const sharesSite = (ctx: Ctx, person: Person): boolean =>
  ctx.actor.site_ids === null ||
  person.site_ids === null ||
  person.site_ids.some((id) => ctx.actor.site_ids!.includes(id))

function agentFrom(person: Person, profile: Profile | undefined): Agent {
  return {
    user_id: person.user_id,
    display_name: profile?.display_name ?? person.name.slice(0, 80),
    role: person.role,
    service_ids: profile?.service_ids ?? [],
  }
}

/** People who may stand behind a counter of the actor's sites; until told otherwise, under their own name. */
export async function listAgents(ctx: Ctx): Promise<Agent[]> {
  const people = (await peopleOf(ctx)).filter((person) => person.role !== 'viewer' && sharesSite(ctx, person))
  const profiles = new Map(
    (
      await profilesOf(
        ctx,
        people.map((person) => person.user_id),
      )
    ).map((profile) => [profile.user_id, profile]),
  )
  return people
    .map((person) => agentFrom(person, profiles.get(person.user_id)))
    .toSorted((one, other) => one.display_name.localeCompare(other.display_name, 'fr'))
}

/** One person as colleagues see them, or null when nobody of the organisation has this id. */
export async function agentOf(ctx: Ctx, user_id: string): Promise<Agent | null> {
  const person = (await peopleOf(ctx, [user_id]))[0]
  if (!person || !sharesSite(ctx, person)) return null
  return agentFrom(person, (await profilesOf(ctx, [user_id]))[0])
}

/** Display names by user id; people who have left keep the name they had here. */
export async function agentNames(ctx: Ctx, user_ids: readonly string[]): Promise<Map<string, string>> {
  if (user_ids.length === 0) return new Map()
  const names = new Map(
    (await profilesOf(ctx, user_ids)).map((profile) => [profile.user_id, profile.display_name]),
  )
  const unnamed = user_ids.filter((id) => !names.has(id))
  for (const person of unnamed.length > 0 ? await peopleOf(ctx, unnamed) : [])
    names.set(person.user_id, person.name)
  return names
}

const customerColumns = ['id', 'name', 'phone', 'email', 'notes', 'created_at'] as const

const likeText = (text: string): string => text.replace(/[\\%_]/g, '\\$&')

/** Customers, newest first; a search matches the beginning of any word of the name, or of the phone number. */
export async function listCustomers(
  ctx: Ctx,
  query: { limit: number; cursor?: string; search?: string },
): Promise<{ items: Customer[]; next_cursor: string | null }> {
  const after = readCursor(query.cursor)
  const name = nameKey(query.search ?? '')
  const phone = phoneStart(query.search ?? '', ctx.tenant.country)
  const rows = await db(ctx)
    .selectFrom('organisation.customer')
    .select(customerColumns)
    .$if(name !== '', (q) =>
      q.where((eb) =>
        phone === null
          ? eb.or([
              eb('name_key', 'like', `${likeText(name)}%`),
              eb('name_key', 'like', `% ${likeText(name)}%`),
            ])
          : eb('phone', 'like', `${likeText(phone)}%`),
      ),
    )
    .$if(after !== null, (q) =>
      q.where(sql<boolean>`(created_at, id) < (${after?.[0]}::timestamptz, ${after?.[1]}::uuid)`),
    )
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(query.limit + 1)
    .execute()
  return cutPage(rows, query.limit, (row) => [row.created_at, row.id])
}

export async function readCustomer(ctx: Ctx, customer_id: string): Promise<Customer> {
  const row = await db(ctx)
    .selectFrom('organisation.customer')
    .select(customerColumns)
    .where('id', '=', customer_id)
    .executeTakeFirst()
  if (!row) throw notFound('organisation.customer_unknown')
  return row
}

export async function customerNames(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db(ctx)
    .selectFrom('organisation.customer')
    .select(['id', 'name'])
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
    .execute()
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** Customers called exactly this, capitals and accents apart; two may share a name. */
export async function customersNamed(ctx: Ctx, name: string): Promise<{ id: string; name: string }[]> {
  return db(ctx)
    .selectFrom('organisation.customer')
    .select(['id', 'name'])
    .where('name_key', '=', nameKey(name))
    .orderBy('id')
    .limit(3)
    .execute()
}
