import assert from 'node:assert/strict'
import { organisation } from '@guichet/organisation/module'
import { system, type Actor, type Ctx, type Tenant } from '@guichet/platform/ctx'
import { newId } from '@guichet/platform/ids'
import { testHouse, type TestHouse } from '@guichet/platform/testing'
import { openCounter } from './commands/counter.ts'
import { queue } from './module.ts'

export const queueHouse = (environment: Record<string, string> = {}): Promise<TestHouse> =>
  testHouse([organisation, queue], environment)

export interface Hall {
  house: TestHouse
  tenant: Tenant
  site_id: string
  service_ids: string[]
  counter_ids: string[]
  owner: Record<string, string>
  /** Runs work as the system: issuing, visitors' doings. */
  run: <T>(work: (ctx: Ctx) => Promise<T>) => Promise<T>
  /** An agent sitting at the nth counter, with the counter open. */
  agent: (counter: number, permissions?: readonly string[]) => Promise<Agent>
  send: (
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: object,
    headers?: Record<string, string>,
  ) => Promise<{ status: number; body: never; headers: Record<string, unknown> }>
}
export interface Agent {
  id: string
  counter_id: string
  run: <T>(work: (ctx: Ctx) => Promise<T>) => Promise<T>
}

export const agentScopes = [
  'queue.ticket.read',
  'queue.ticket.issue',
  'queue.ticket.serve',
  'queue.ticket.transfer',
  'queue.counter.operate',
]

/** A site that is always open, with services A, B… and counters 1, 2…, made through the API as an owner would. */
export async function openHall(
  house: TestHouse,
  options: { services?: number; counters?: number; site?: object; service?: object } = {},
): Promise<Hall> {
  const tenant = await house.tenant()
  const { headers: owner } = await house.person(tenant, 'owner')
  const send: Hall['send'] = async (method, path, body, headers = owner) => {
    const answer = await house.server.app.inject({
      method,
      url: `/api/v1/tenants/${tenant.slug}${path}`,
      headers,
      ...(body ? { payload: body } : {}),
    })
    return { status: answer.statusCode, body: answer.json() as never, headers: answer.headers }
  }
  const made = async (path: string, body: object): Promise<string> => {
    const answer = await send('POST', path, body)
    assert.equal(answer.status, 201, JSON.stringify(answer.body))
    return (answer.body as { id: string }).id
  }
  const site_id = await made('/sites', { name: 'Hall', ...options.site })
  const service_ids: string[] = []
  for (let index = 0; index < (options.services ?? 1); index++) {
    const prefix = String.fromCharCode(65 + index)
    service_ids.push(
      await made('/services', {
        site_id,
        name: `Service ${prefix}`,
        prefix,
        expected_minutes: 10,
        ...options.service,
      }),
    )
  }
  const counter_ids: string[] = []
  for (let index = 0; index < (options.counters ?? 1); index++) {
    counter_ids.push(await made('/counters', { site_id, name: `Guichet ${index + 1}`, service_ids }))
  }
  return {
    house,
    tenant,
    site_id,
    service_ids,
    counter_ids,
    owner,
    send,
    run: (work) => house.as(tenant, 'system', work),
    async agent(counter, permissions = agentScopes) {
      const actor: Actor = {
        ...system,
        kind: 'user',
        id: newId(),
        name: `Agent ${counter}`,
        role: 'agent',
        permissions: new Set(permissions),
      }
      const counter_id = counter_ids[counter]!
      const run: Agent['run'] = (work) => house.as(tenant, [], work, { actor })
      await run((ctx) => openCounter(ctx, counter_id))
      return { id: actor.id!, counter_id, run }
    },
  }
}
