import { listSites, localDayOf } from '@guichet/organisation'
import type { Tenant } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { newId } from '@guichet/platform/ids'
import { asSystem, type Platform } from '@guichet/platform/platform'
import { demoVisits, type Visit } from '@guichet/queue'
import type { AnalyticsTables } from '../tables.ts'
import { addUpDays } from './commands/add-up.ts'

const db = tablesOf<AnalyticsTables>()
const batch = 500

/** What visitors of any office write, by what they thought. */
const comments: Record<'good' | 'fair' | 'bad', readonly string[]> = {
  good: [
    'Accueil aimable et rapide, merci.',
    'J’ai pu attendre dehors, mon téléphone m’a prévenu.',
    'L’agent a pris le temps d’expliquer.',
    'Très bien organisé.',
    'Tout réglé en dix minutes.',
  ],
  fair: ['Un peu d’attente, mais on sait où on en est.', 'Il manque des chaises à l’ombre.', 'Correct.'],
  bad: [
    'Il manquait une pièce, personne ne l’avait dit avant.',
    'Trop d’attente pour une simple signature.',
    'On m’a renvoyé d’un guichet à l’autre.',
    'Le numéro n’a été appelé qu’une fois.',
  ],
}

/** Mulberry32: the same demonstration every time. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** How good a service is, from its id: some offices are better liked than others, always the same. */
const kindness = (service_id: string): number => (Number.parseInt(service_id.slice(-4), 16) % 100) / 100

function thoughtOf(random: () => number, service_id: string): { csat: number; nps: number | null } {
  const mood = kindness(service_id) * 0.35 + random() * 0.85
  const csat = mood > 0.62 ? 5 : mood > 0.38 ? 4 : mood > 0.24 ? 3 : mood > 0.12 ? 2 : 1
  if (random() < 0.3) return { csat, nps: null }
  const nps = Math.round(csat * 2 + (random() - 0.45) * 3)
  return { csat, nps: Math.min(10, Math.max(0, nps)) }
}

/** About a third of the demonstration's visitors rated their visit; adds up their days. */
export async function seedSatisfaction(platform: Platform, tenant: Tenant, seed: number): Promise<number> {
  const random = seeded(seed)
  let written = 0
  let after: string | null = null
  for (;;) {
    const read: { visits: Visit[]; votes: number } = await asSystem(platform, tenant, async (ctx) => {
      const known = await db(ctx)
        .selectFrom('analytics.vote')
        .select('id')
        .where('demo', '=', true)
        .limit(1)
        .executeTakeFirst()
      if (known && after === null) return { visits: [], votes: 0 }
      const sites = new Map((await listSites(ctx)).map((site) => [site.id, site]))
      const visits = await demoVisits(ctx, after, batch)
      const rows = visits.flatMap((visit) => {
        const site = sites.get(visit.site_id)
        if (!site || !visit.ended_at || random() > 0.36) return []
        const cast_at = new Date(Date.parse(visit.ended_at) + (1 + random() * 70) * 60_000)
        if (cast_at > ctx.now()) return []
        const thought = thoughtOf(random, visit.service_id)
        const said = comments[thought.csat >= 4 ? 'good' : thought.csat === 3 ? 'fair' : 'bad']
        const dice = random()
        return [
          {
            tenant_id: tenant.id,
            id: newId(),
            ticket_id: visit.ticket_id,
            site_id: visit.site_id,
            service_id: visit.service_id,
            agent_id: visit.agent_id,
            channel: dice < 0.45 ? 'counter' : dice < 0.75 ? 'page' : dice < 0.9 ? 'kiosk' : 'message',
            ...thought,
            comment: random() < 0.16 ? (said[Math.floor(random() * said.length)] as string) : null,
            locale: visit.locale,
            local_day: localDayOf(site, cast_at),
            cast_at,
            demo: true,
          },
        ]
      })
      if (rows.length > 0)
        await db(ctx)
          .insertInto('analytics.vote')
          .values(rows)
          .onConflict((on) => on.columns(['tenant_id', 'ticket_id']).doNothing())
          .execute()
      return { visits, votes: rows.length }
    })
    written += read.votes
    after = read.visits.at(-1)?.ticket_id ?? null
    if (read.visits.length < batch) break
  }
  if (written > 0)
    await asSystem(platform, tenant, async (ctx) => {
      for (let back = 12; back >= 0; back -= 3)
        await addUpDays(ctx, new Date(ctx.now().getTime() - back * 86_400_000))
    })
  return written
}
