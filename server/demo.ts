import { figuresOfHistory } from '@guichet/analytics/demo'
import { seedDocuments } from '@guichet/documents/demo'
import { seedSatisfaction } from '@guichet/analytics/demo/satisfaction'
import { demoOrganisations, seedOrganisation } from '@guichet/organisation/demo'
import type { Tenant } from '@guichet/platform/ctx'
import { hashPassword } from '@guichet/platform/passwords'
import { peopleOf } from '@guichet/platform/people'
import { asSystem, type Platform } from '@guichet/platform/platform'
import { seedHistory } from '@guichet/queue/demo'
import { seedStockHistory } from '@guichet/stock/demo'
import { liveAMoment, type DemoColleague } from '@guichet/queue/demo/life'
import { seedReports } from '@guichet/reports/demo'

/** Public knowledge by design: demo mode refuses to be reachable by others unless asked twice. */
export const demoPassword = 'guichet-demo-2026'

export interface DemoOrganisation {
  slug: string
  name: string
}
interface Seeded {
  tenant: Tenant
  people: { agent_ids: string[]; visitor_names: string[]; colleagues: DemoColleague[] }
}
export interface DemoFill {
  organisations: DemoOrganisation[]
  /** The fortnight of history goes on being written while the first page is already served. */
  done: Promise<void>
  close: () => Promise<void>
}

const pulse_ms = 6_000

/** Creates the demo organisations that are missing, each with a believable fortnight behind it, and lets them live. */
export async function fillDemo(platform: Platform): Promise<DemoFill> {
  const password_hash = await hashPassword(demoPassword)
  const seeded: Seeded[] = []
  for (const definition of demoOrganisations) {
    const { tenant, agent_ids, visitor_names } = await seedOrganisation(platform, definition, password_hash)
    const people = await asSystem(platform, tenant, peopleOf)
    // The account printed at the start belongs to the guest: nobody plays it.
    const colleagues = people
      .filter((person) => agent_ids.includes(person.user_id) && !person.email.startsWith('agent@'))
      .map(({ user_id, name }) => ({ user_id, name }))
    seeded.push({ tenant, people: { agent_ids, visitor_names, colleagues } })
  }
  const done = writeHistory(platform, seeded)
  done.catch((error: unknown) => platform.log.error({ err: error }, 'the demo history could not be written'))
  const life = platform.config.GUICHET_DEMO_LIFE ? keepAlive(platform, seeded, done) : async () => {}
  return {
    organisations: seeded.map(({ tenant }) => ({ slug: tenant.slug, name: tenant.name })),
    done,
    close: life,
  }
}

async function writeHistory(platform: Platform, seeded: readonly Seeded[]): Promise<void> {
  const shop = seeded.find(({ tenant }) => tenant.slug === 'quincaillerie-pikine')
  if (shop) await seedStockHistory(platform, shop.tenant, 20_260_310)
  for (const [index, { tenant, people }] of seeded.entries())
    if ((await seedHistory(platform, tenant, people, 20_260_310 + index)) > 0)
      await figuresOfHistory(platform, tenant)
  const adviser = seeded.find(({ tenant }) => tenant.slug === 'cabinet-conseil')
  if (adviser) {
    await seedDocuments(platform, adviser.tenant)
    await seedReports(platform, adviser.tenant, 'Boulangerie du Marché')
  }
  for (const [index, { tenant }] of seeded.entries())
    await seedSatisfaction(platform, tenant, 20_260_410 + index)
}

/** @returns stops the invented people, after the moment under way */
function keepAlive(platform: Platform, seeded: readonly Seeded[], after: Promise<void>): () => Promise<void> {
  let moment: Promise<void> = Promise.resolve()
  let stopped = false
  const timer = setInterval(() => {
    moment = moment.then(async () => {
      await after
      for (const { tenant, people } of seeded)
        if (!stopped) await liveAMoment(platform, tenant, people, Math.random)
    })
    moment = moment.catch((error: unknown) =>
      platform.log.warn({ err: error }, 'a moment of the demo was skipped'),
    )
  }, pulse_ms)
  return async () => {
    stopped = true
    clearInterval(timer)
    await moment
  }
}
