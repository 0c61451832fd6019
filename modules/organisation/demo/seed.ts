import type { Ctx, Tenant } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { newId } from '@guichet/platform/ids'
import { accountOf, peopleOf } from '@guichet/platform/people'
import { asSystem, type Platform } from '@guichet/platform/platform'
import { addMember, createTenant } from '@guichet/platform/staff'
import { findTenant } from '@guichet/platform/tenant-changes'
import { setAgent } from '../commands/agents.ts'
import { addCounter } from '../commands/counters.ts'
import { addService } from '../commands/services.ts'
import { addSite, setHours } from '../commands/sites.ts'
import { readableAccent } from '../model/accent.ts'
import { nameKey } from '../model/person.ts'
import type { OrganisationTables } from '../tables.ts'
import {
  demoLogins,
  demoOrganisations,
  type DemoDefinition,
  type DemoLogin,
  type DemoSite,
} from './definitions.ts'
import { inventCustomers, seededRandom } from './people.ts'

export { demoOrganisations, type DemoDefinition }

const db = tablesOf<OrganisationTables>()
const customers = 200
/** Customers arrived over the two months before the installation. */
const customer_days = 60

export interface SeededOrganisation {
  tenant: Tenant
  /** False when the organisation was there already and nothing was written. */
  created: boolean
  /** Accounts with the role of agent. */
  agent_ids: string[]
  visitor_names: string[]
}

/** Creates a demonstration organisation with its places, staff and customers; one that exists is left alone. */
export async function seedOrganisation(
  platform: Platform,
  definition: DemoDefinition,
  password_hash: string,
): Promise<SeededOrganisation> {
  const known = await findTenant(platform, definition.slug)
  if (known) return { tenant: known, created: false, ...(await asSystem(platform, known, cast)) }
  const accounts = await createAccounts(platform, definition, password_hash)
  const wanted = {
    slug: definition.slug,
    name: definition.name,
    country: definition.country,
    currency: definition.currency,
    time_zone: definition.time_zone,
    accent: readableAccent(definition.accent),
    modules: platform.modules
      .filter(({ name, capability }) => !capability || definition.capabilities.includes(name))
      .map(({ name }) => name),
    demo: true,
  }
  const { tenant, filled } = await createTenant(platform, wanted, async (ctx) => {
    for (const [login, user_id] of accounts) await addMember(ctx, user_id, demoLogins[login])
    for (const site of definition.sites) await addDemoSite(ctx, site)
    for (const [login, user_id] of accounts) {
      if (demoLogins[login] === 'agent')
        await setAgent(ctx, user_id, { display_name: shortName(definition.staff[login]), service_ids: [] })
    }
    await addCustomers(ctx, definition)
    return cast(ctx)
  })
  return { tenant, created: true, ...filled }
}

async function createAccounts(
  platform: Platform,
  definition: DemoDefinition,
  password_hash: string,
): Promise<[DemoLogin, string][]> {
  const accounts: [DemoLogin, string][] = []
  for (const login of Object.keys(demoLogins) as DemoLogin[]) {
    const account = {
      email: `${login}@${definition.slug}.test`,
      name: definition.staff[login],
      locale: 'fr' as const,
      password_hash,
    }
    accounts.push([login, await accountOf(platform, account)])
  }
  return accounts
}

async function addDemoSite(
  ctx: Ctx,
  { name, address, phone, services, counters, week }: DemoSite,
): Promise<void> {
  const site = await addSite(ctx, { name, address, phone })
  await setHours(ctx, site.id, week)
  const ids = new Map<string, string>()
  for (const service of services)
    ids.set(service.prefix, (await addService(ctx, { site_id: site.id, ...service })).id)
  for (const counter of counters) {
    await addCounter(ctx, {
      site_id: site.id,
      name: counter.name,
      service_ids: counter.prefixes.flatMap((prefix) => ids.get(prefix) ?? []),
    })
  }
}

async function addCustomers(ctx: Ctx, { slug, country }: DemoDefinition): Promise<void> {
  const seed = Buffer.from(slug).reduce((sum, byte) => Math.imul(sum, 31) + byte, 7)
  const random = seededRandom(seed + 1)
  const rows = inventCustomers(country, customers, seed).map((customer) => ({
    tenant_id: ctx.tenant.id,
    id: newId(),
    ...customer,
    name_key: nameKey(customer.name),
    created_at: new Date(ctx.now().getTime() - random() * customer_days * 86_400_000),
  }))
  await db(ctx).insertInto('organisation.customer').values(rows).execute()
}

/** `Mamadou Lamine Sène` is called Mamadou S. at the counter. */
function shortName(name: string): string {
  const words = name.replace(/^Dr /, '').split(' ')
  return `${words[0]} ${words.at(-1)![0]}.`
}

/** Who plays in the history of a demonstration. */
async function cast(ctx: Ctx): Promise<{ agent_ids: string[]; visitor_names: string[] }> {
  const people = await peopleOf(ctx)
  const visitors = await db(ctx)
    .selectFrom('organisation.customer')
    .select('name')
    .orderBy('id')
    .limit(customers)
    .execute()
  return {
    agent_ids: people.filter((person) => person.role === 'agent').map((person) => person.user_id),
    visitor_names: visitors.map(({ name }) => name),
  }
}
