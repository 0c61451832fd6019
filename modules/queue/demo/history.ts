import { sql } from 'kysely'
import {
  agentNames,
  countersOf,
  listSites,
  localDayOf,
  servicesOf,
  type Counter,
  type Service,
  type Site,
} from '@guichet/organisation'
import type { Ctx, Tenant } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { enterPast, type PastFact } from '@guichet/platform/emit'
import { hashSecret, newId, newSecret } from '@guichet/platform/ids'
import { instantOf } from '@guichet/platform/local-time'
import { asSystem, type Platform } from '@guichet/platform/platform'
import {
  serviceStarted,
  ticketAbsent,
  ticketCalled,
  ticketCancelled,
  ticketClosed,
  ticketIssued,
} from '../events.ts'
import { changeSettings } from '../commands/settings.ts'
import { rankOf, ticketNumber, type TicketStatus } from '../model.ts'
import { gaussian, seeded } from '../model/law.ts'
import { keepPastQuotes, nothingLearned, tellerOf, type Learned, type Told } from './past-quotes.ts'
import { defaultSettings } from '../queries/settings.ts'
import type { QueueTables } from '../tables.ts'

const db = tablesOf<QueueTables>()

/** People an hour, as share of the busiest: two peaks, a quiet lunch. */
const pace: Record<number, number> = {
  7: 0.35,
  8: 0.8,
  9: 1,
  10: 1,
  11: 0.75,
  12: 0.35,
  13: 0.3,
  14: 0.6,
  15: 0.85,
  16: 0.7,
  17: 0.35,
}
const busiest = 13
const weekday = [0, 1.15, 0.95, 0.9, 1, 1.1, 0.6]

interface Visit {
  service: Service
  arrival: number
  priority: number
  name: string | null
}

export interface DemoPeople {
  /** Accounts that stand behind the counters in the history. */
  agent_ids: readonly string[]
  visitor_names: readonly string[]
}

/**
 * Fourteen days of a believable hall: people come in waves, wait for real agents, some leave, some do
 * not answer. Everything follows from a small simulation of each day, so waits, queues and services agree.
 */
export async function seedHistory(
  platform: Platform,
  tenant: Tenant,
  people: DemoPeople,
  seed: number,
): Promise<number> {
  const random = seeded(seed)
  return asSystem(platform, tenant, async (ctx) => {
    // A guest may have taken a ticket before the history was written: only older ones tell that it is there.
    const known = await db(ctx)
      .selectFrom('queue.ticket')
      .select('id')
      .where('issued_at', '<', new Date(ctx.now().getTime() - 86_400_000).toISOString())
      .limit(1)
      .executeTakeFirst()
    if (known) return 0
    const names = await agentNames(ctx, [...people.agent_ids])
    let written = 0
    for (const [index, site] of (await listSites(ctx)).entries()) {
      // Half of the places alternate, so that the difference can be seen.
      if (index % 2 === 0)
        await changeSettings(ctx, site.id, {
          ...defaultSettings,
          ratio_priority: 2,
          most_in_a_row: 3,
          longest_wait_min: 60,
        })
      const services = await servicesOf(ctx, site.id)
      const counters = await countersOf(ctx, site.id)
      if (services.length === 0 || counters.length === 0) continue
      const learned = nothingLearned()
      for (let back = 14; back >= 1; back--) {
        const day = new Date(ctx.now().getTime() - back * 86_400_000)
        const rows = simulateDay({ site, services, counters, day, random, people, names, learned })
        await insertTickets(ctx, site, rows, names, learned)
        written += rows.length
      }
      const morning = simulateDay({
        site,
        services,
        counters,
        day: ctx.now(),
        random,
        people,
        names,
        until: ctx.now(),
        learned,
      })
      await insertTickets(ctx, site, morning, names, learned)
      written += morning.length
    }
    return written
  })
}

interface DayInput {
  site: Site
  services: readonly Service[]
  counters: readonly Counter[]
  day: Date
  random: () => number
  people: DemoPeople
  names: ReadonlyMap<string, string>
  learned: Learned
  /** Stops the day here: whoever has not been called yet is waiting now. */
  until?: Date
}

interface PastTicket {
  service: Service
  sequence: number
  local_day: string
  status: TicketStatus
  priority: number
  name: string | null
  issued_at: Date
  called_at: Date | null
  started_at: Date | null
  ended_at: Date | null
  counter: Counter | null
  agent_id: string | null
  outcome: string | null
  told: Told | null
}

function simulateDay(input: DayInput): PastTicket[] {
  const { site, services, counters, random, people, until } = input
  const local_day = localDayOf(site, input.day)
  const week_day = new Date(`${local_day}T12:00:00Z`).getUTCDay()
  const load = weekday[week_day]!
  if (load === 0 && !until) return []
  const visits: Visit[] = []
  for (const [hour, share] of Object.entries(pace)) {
    const expected = busiest * share * Math.max(load, until ? 0.8 : 0) * (0.8 + random() * 0.4)
    for (let person = 0; person < Math.round(expected); person++) {
      visits.push({
        service: services[Math.floor(random() ** 1.6 * services.length)]!,
        arrival:
          instantOf(local_day, `${hour.padStart(2, '0')}:00`, site.time_zone).getTime() +
          random() * 3_600_000,
        priority: random() < 0.07 ? 2 : 0,
        name:
          random() < 0.6 ? people.visitor_names[Math.floor(random() * people.visitor_names.length)]! : null,
      })
    }
  }
  visits.sort((a, b) => a.arrival - b.arrival)
  const sequences = new Map<string, number>()
  const open = counters.slice(0, Math.max(2, Math.min(counters.length, people.agent_ids.length)))
  const free = open.map((counter, index) => ({
    counter,
    agent_id: people.agent_ids[index % people.agent_ids.length]!,
    at: instantOf(local_day, '07:30', site.time_zone).getTime() + random() * 900_000,
  }))
  const end = until?.getTime() ?? Infinity
  const tickets: PastTicket[] = []
  const teller = tellerOf(
    input.learned,
    services,
    open.map((counter) => counter.id),
  )
  for (const visit of visits.filter((candidate) => candidate.arrival < end)) {
    const sequence = (sequences.get(visit.service.id) ?? 0) + 1
    sequences.set(visit.service.id, sequence)
    const base = {
      service: visit.service,
      sequence,
      local_day,
      priority: visit.priority,
      name: visit.name,
      issued_at: new Date(visit.arrival),
      told: teller(tickets, visit.service.id, visit.arrival),
    }
    const desk = free.reduce((first, next) => (next.at < first.at ? next : first))
    const called = Math.max(desk.at + 8_000 + random() * 20_000, visit.arrival + 15_000)
    const patience = 20 * 60_000 + random() * 70 * 60_000
    if (called - visit.arrival > patience && visit.priority === 0) {
      const left = new Date(visit.arrival + patience)
      tickets.push({
        ...base,
        status: 'cancelled',
        called_at: null,
        started_at: null,
        ended_at: left,
        counter: null,
        agent_id: null,
        outcome: null,
      })
      continue
    }
    const nobody = {
      called_at: null,
      started_at: null,
      ended_at: null,
      counter: null,
      agent_id: null,
      outcome: null,
    }
    if (called > end) {
      tickets.push({ ...base, status: 'waiting', ...nobody })
      continue
    }
    const mean = visit.service.expected_minutes * 60_000
    // Lognormal with a coefficient of variation near 0.6: many short services, a few long ones.
    const length = mean * Math.exp(0.55 * gaussian(random) - 0.15)
    const absent = random() < 0.06
    const started = called + 20_000 + random() * 40_000
    const ended = absent ? called + 90_000 + random() * 60_000 : started + length
    desk.at = ended
    if (ended > end) {
      // Their agents are not at work in the demo: whoever would be at a counter now has just been served.
      desk.at = end
    }
    tickets.push({
      ...base,
      status: absent ? 'no_show' : 'completed',
      called_at: new Date(called),
      started_at: absent ? null : new Date(Math.min(started, end)),
      ended_at: new Date(Math.min(ended, end)),
      counter: desk.counter,
      agent_id: desk.agent_id,
      outcome: absent ? null : random() < 0.9 ? 'served' : random() < 0.5 ? 'incomplete' : 'redirected',
    })
  }
  return tickets
}

async function insertTickets(
  ctx: Ctx,
  site: Site,
  tickets: readonly PastTicket[],
  names: ReadonlyMap<string, string>,
  learned: Learned,
): Promise<void> {
  if (tickets.length === 0) return
  const rows = tickets.map((ticket) => ({
    tenant_id: ctx.tenant.id,
    id: newId(),
    site_id: site.id,
    service_id: ticket.service.id,
    numbered_service_id: ticket.service.id,
    local_day: ticket.local_day,
    sequence: ticket.sequence,
    number: ticketNumber(ticket.service.prefix, ticket.sequence),
    status: ticket.status,
    priority: ticket.priority,
    rank: rankOf(ticket.issued_at),
    source: ticket.name ? 'reception' : 'kiosk',
    visitor_name: ticket.name,
    locale: 'fr',
    token_hash: hashSecret(newSecret()),
    issued_at: ticket.issued_at,
    queued_at: ticket.issued_at,
    called_at: ticket.called_at,
    calls: ticket.called_at ? 1 : 0,
    started_at: ticket.started_at,
    ended_at: ticket.ended_at,
    counter_id: ticket.counter?.id ?? null,
    counter_name: ticket.counter?.name ?? null,
    agent_id: ticket.agent_id,
    outcome: ticket.outcome,
    demo: true,
  }))
  await sql`insert into queue.ticket (tenant_id, id, site_id, service_id, numbered_service_id, local_day, sequence, number, status, priority, rank,
      source, visitor_name, locale, token_hash, issued_at, queued_at, called_at, calls, started_at, ended_at, counter_id, counter_name, agent_id, outcome, demo)
    select tenant_id, id, site_id, service_id, numbered_service_id, local_day, sequence, number, status, priority, rank,
      source, visitor_name, locale, token_hash, issued_at, queued_at, called_at, calls, started_at, ended_at, counter_id, counter_name, agent_id, outcome, demo
    from jsonb_populate_recordset(null::queue.ticket, ${JSON.stringify(rows)}::jsonb)
    on conflict do nothing`.execute(db(ctx))
  const last = new Map<string, { service_id: string; local_day: string; sequence: number }>()
  for (const row of rows)
    last.set(row.service_id, { service_id: row.service_id, local_day: row.local_day, sequence: row.sequence })
  await sql`insert into queue.number_sequence (tenant_id, site_id, service_id, local_day, last_number)
    select ${ctx.tenant.id}, ${site.id}, r.service_id, r.local_day, r.sequence
    from jsonb_to_recordset(${JSON.stringify([...last.values()])}::jsonb) as r(service_id uuid, local_day date, sequence int)
    on conflict (tenant_id, site_id, service_id, local_day) do update set last_number = greatest(number_sequence.last_number, excluded.last_number)`.execute(
    db(ctx),
  )
  await keepPastQuotes(ctx, learned, site.id, tickets, rows)
  await enterPast(
    ctx,
    pastOf(
      site,
      tickets,
      rows.map((row) => row.id),
      names,
    ),
  )
}

/** What the log would hold had these days been lived here: the history and the figures of a ticket are read from it. */
function pastOf(
  site: Site,
  tickets: readonly PastTicket[],
  ids: readonly string[],
  names: ReadonlyMap<string, string>,
): PastFact[] {
  const told: PastFact[] = []
  for (const [index, ticket] of tickets.entries()) {
    const tell = (event: PastFact['event'], at: Date | null, seated: boolean) => {
      if (!at) return
      const counter = seated ? ticket.counter : null
      told.push({
        event,
        payload: {
          ticket_id: ids[index],
          number: ticketNumber(ticket.service.prefix, ticket.sequence),
          service_id: ticket.service.id,
          counter_id: counter?.id ?? null,
          counter_name: counter?.name ?? null,
        },
        site_id: site.id,
        at,
        actor:
          seated && ticket.agent_id
            ? { kind: 'user', id: ticket.agent_id, name: names.get(ticket.agent_id) ?? null }
            : { kind: 'system', id: null, name: null },
      })
    }
    tell(ticketIssued, ticket.issued_at, false)
    tell(ticketCalled, ticket.called_at, true)
    tell(serviceStarted, ticket.started_at, true)
    if (ticket.status === 'completed') tell(ticketClosed, ticket.ended_at, true)
    if (ticket.status === 'no_show') tell(ticketAbsent, ticket.ended_at, true)
    if (ticket.status === 'cancelled') tell(ticketCancelled, ticket.ended_at, false)
  }
  return told.toSorted((a, b) => a.at.getTime() - b.at.getTime())
}
