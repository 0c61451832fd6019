import assert from 'node:assert/strict'
import { organisation } from '@guichet/organisation/module'
import type { Ctx, Tenant } from '@guichet/platform/ctx'
import { historiesAfter, type PastEvent } from '@guichet/platform/history'
import { testHouse, type TestHouse } from '@guichet/platform/testing'
import { queue } from '@guichet/queue/module'
import { analytics } from './module.ts'

export const figuresHouse = (environment: Record<string, string> = {}): Promise<TestHouse> =>
  testHouse([organisation, queue, analytics], environment)

/** The log as it is, ticket by ticket. */
export async function wholeLog(ctx: Ctx): Promise<Map<string, PastEvent[]>> {
  const all = new Map<string, PastEvent[]>()
  let after: string | null = null
  for (;;) {
    const found: Map<string, PastEvent[]> = await historiesAfter(ctx, 'queue.ticket_issued', after, 500)
    if (found.size === 0) return all
    for (const [id, events] of found) all.set(id, events)
    after = [...found.keys()].at(-1)!
  }
}

export interface NaivePassage {
  service_id: string
  agent_id: string | null
  at: number
  ending: string
  service_s: number | null
}
export interface NaiveTicket {
  id: string
  site_id: string
  service_id: string
  agent_id: string | null
  status: string
  issued_at: number
  wait_s: number | null
  left_after_s: number | null
  service_s: number | null
  passages: NaivePassage[]
}

/**
 * The same truth by another road than the model's: steps that were taken back are struck from the list, and
 * what remains is measured by looking back and forth in it. Slow and plain on purpose.
 */
export function recompute(id: string, events: readonly PastEvent[]): NaiveTicket {
  const remembered = (name: string) =>
    name.startsWith('ticket_') || name === 'service_started' || name === 'step_undone'
  const steps: { name: string; at: number; service_id: string; actor_id: string | null }[] = []
  for (const event of events) {
    const name = event.name.replace('queue.', '')
    if (!remembered(name)) continue
    if (name === 'step_undone') steps.pop()
    else
      steps.push({
        name,
        at: Date.parse(event.at),
        service_id: String(event.payload.service_id),
        actor_id: event.actor_id,
      })
  }
  const joins = new Set(['ticket_issued', 'ticket_transferred', 'ticket_reactivated'])
  const leaves = new Set([
    'ticket_called',
    'ticket_parked',
    'ticket_cancelled',
    'ticket_expired',
    'ticket_transferred',
  ])
  const lineUntil = (end: number): number => {
    let total = 0
    let since: number | null = null
    for (const step of steps.slice(0, end + 1)) {
      if (leaves.has(step.name) && since !== null) {
        total += step.at - since
        since = null
      }
      if (joins.has(step.name)) since = step.at
    }
    return Math.round(total / 1_000)
  }
  const service_at = (index: number): string =>
    steps
      .slice(0, index + 1)
      .findLast((step) => step.name === 'ticket_issued' || step.name === 'ticket_transferred')!.service_id
  const served = (call: number, end: number): number => {
    const between = steps.slice(call, end + 1)
    const from = between.find((step) => step.name === 'service_started') ?? between[0]!
    let pauses = 0
    for (const [index, step] of between.entries()) {
      if (step.name !== 'ticket_paused') continue
      const over = between
        .slice(index + 1)
        .find(
          (next) =>
            next.name === 'ticket_resumed' || next.name === 'ticket_closed' || next === between.at(-1),
        )!
      pauses += Math.round((over.at - step.at) / 1_000)
    }
    return Math.max(0, Math.round((between.at(-1)!.at - from.at) / 1_000) - pauses)
  }
  const endings: Record<string, string> = {
    ticket_closed: 'completed',
    ticket_absent: 'no_show',
    ticket_transferred: 'transferred',
    ticket_parked: 'parked',
    ticket_cancelled: 'cancelled',
  }
  const passages = steps.flatMap((step, call): NaivePassage[] => {
    if (step.name !== 'ticket_called') return []
    const end = steps.findIndex((next, index) => index > call && endings[next.name] !== undefined)
    const ending = end === -1 ? 'present' : endings[steps[end]!.name]!
    const started = end !== -1 && steps.slice(call, end).some((next) => next.name === 'service_started')
    const counts = ending === 'completed' || (started && (ending === 'transferred' || ending === 'parked'))
    return [
      {
        service_id: service_at(call),
        agent_id: step.actor_id,
        at: step.at,
        ending,
        service_s: counts ? served(call, end) : null,
      },
    ]
  })
  const last = steps.findLast((step) => step.name !== 'ticket_postponed' && step.name !== 'ticket_recalled')!
  const statuses: Record<string, string> = {
    ticket_issued: 'waiting',
    ticket_called: 'called',
    service_started: 'serving',
    ticket_closed: 'completed',
    ticket_transferred: 'waiting',
    ticket_paused: 'paused',
    ticket_resumed: 'serving',
    ticket_parked: 'parked',
    ticket_absent: 'no_show',
    ticket_reactivated: 'waiting',
    ticket_cancelled: 'cancelled',
    ticket_expired: 'expired',
  }
  const call = steps.findLastIndex((step) => step.name === 'ticket_called')
  const away = steps.findLastIndex((step) =>
    ['ticket_transferred', 'ticket_parked', 'ticket_reactivated'].includes(step.name),
  )
  const holds = call > away
  const status = statuses[last.name]!
  return {
    id,
    site_id: events[0]!.site_id!,
    service_id: service_at(steps.length - 1),
    agent_id: holds ? steps[call]!.actor_id : null,
    status,
    issued_at: steps[0]!.at,
    wait_s: holds ? lineUntil(call) : null,
    left_after_s:
      !holds && (status === 'cancelled' || status === 'expired') ? lineUntil(steps.length - 1) : null,
    service_s: status === 'completed' ? passages.at(-1)!.service_s : null,
    passages,
  }
}

/** As PostgreSQL's percentile_cont, by sorting. */
export function naivePercentile(values: readonly number[], share: number): number | null {
  if (values.length === 0) return null
  const sorted = values.toSorted((a, b) => a - b)
  const place = share * (sorted.length - 1)
  const low = sorted[Math.floor(place)]!
  return low + (sorted[Math.ceil(place)]! - low) * (place - Math.floor(place))
}

/** Mulberry32, so that a failure can be had again from the seed it printed. */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

export interface Place {
  tenant: Tenant
  owner: Record<string, string>
  sites: { id: string; time_zone: string; service_ids: string[]; counter_ids: string[] }[]
  ask: (
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: object,
    headers?: Record<string, string>,
    // oxlint-disable-next-line typescript/no-explicit-any -- each test reads what it asked for
  ) => Promise<{ status: number; body: any }>
}

/** An organisation with sites in several zones, each with two services and two counters, made as an owner would. */
export async function openPlace(house: TestHouse, zones: readonly string[]): Promise<Place> {
  const tenant = await house.tenant()
  const { headers: owner } = await house.person(tenant, 'owner')
  const ask: Place['ask'] = async (method, path, body, headers = owner) => {
    const answer = await house.server.app.inject({
      method,
      url: `/api/v1/tenants/${tenant.slug}${path}`,
      headers,
      ...(body ? { payload: body } : {}),
    })
    assert.ok(answer.statusCode < 500, `${method} ${path}: ${answer.body}`)
    return { status: answer.statusCode, body: answer.body === '' ? null : answer.json() }
  }
  const made = async (path: string, body: object): Promise<string> => {
    const answer = await ask('POST', path, body)
    assert.equal(answer.status, 201, JSON.stringify(answer.body))
    return answer.body.id
  }
  const sites: Place['sites'] = []
  for (const [index, time_zone] of zones.entries()) {
    const id = await made('/sites', { name: `Site ${index}`, time_zone })
    const service_ids: string[] = []
    for (const prefix of ['A', 'B'])
      service_ids.push(
        await made('/services', {
          site_id: id,
          name: `Service ${prefix}${index}`,
          prefix,
          expected_minutes: 10,
        }),
      )
    const counter_ids: string[] = []
    for (const name of ['1', '2'])
      counter_ids.push(await made('/counters', { site_id: id, name, service_ids }))
    const settings = await ask('GET', `/queue/sites/${id}/settings`)
    await ask('PUT', `/queue/sites/${id}/settings`, { ...settings.body, undo_s: 120 })
    sites.push({ id, time_zone, service_ids, counter_ids })
  }
  return { tenant, owner, sites, ask }
}
