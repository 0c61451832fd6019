import { join } from 'node:path'
import { addMember, createTenant } from '@guichet/platform/staff'
import { hashSecret, newId, newToken } from '@guichet/platform/ids'
import { createPlatform, inTenant, type Platform } from '@guichet/platform/platform'
import type { Tenant } from '@guichet/platform/ctx'
import { modules } from '@guichet/server/modules'
import { configOf, environmentOf, type Bench, type Database } from './house.ts'
import { freePort, startServer, type ServerProcess } from './server.ts'
import { openWire, type Answer, type Wire } from './wire.ts'

export interface Person {
  user_id: string
  role: 'owner' | 'agent'
  name: string
  headers: Record<string, string>
}
export interface Agent extends Person {
  counter_id: string
  counter_name: string
}

/** An organisation with one site that is always open, and the server it is used through. */
export interface Hall {
  port: number
  database: Database
  environment: Record<string, string>
  tenant: Tenant
  site_id: string
  service_ids: string[]
  owner: Person
  /** The same platform without a server: for setting up, and for writing past one that is dead. */
  platform: Platform
  server: ServerProcess
  startServer: () => ServerProcess
  path: (rest: string) => string
  person: (role: 'owner' | 'agent', name: string) => Promise<Person>
  /** Access tokens live a quarter of an hour; a slow machine may need longer. */
  renew: (person: Person) => Promise<void>
  /** Agents, each at a counter of their own that is open. */
  agents: (count: number) => Promise<Agent[]>
  /** Cookies of paired devices. */
  devices: (count: number, kind: 'kiosk' | 'display') => Promise<string[]>
  /** Tickets written straight into the table, numbered above all that will be issued: the queue as it is found. */
  fillQueue: (count: number) => Promise<void>
}

/** Sends until it is answered 2xx; anything else is a mistake of the set-up. */
export async function expectDone<T>(
  wire: Wire,
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: object,
): Promise<T> {
  const answer = await wire.send(method, path, headers, body)
  if (answer.status >= 300)
    throw new Error(`${method} ${path}: ${answer.status} ${answer.body.slice(0, 400)}`)
  return bodyOf(answer) as T
}
export const bodyOf = (answer: Answer): unknown => JSON.parse(answer.body)

export async function openHall(
  bench: Bench,
  name: string,
  options: { services?: number } = {},
): Promise<Hall> {
  const database = await bench.database(`bench_${name}`)
  const port = await freePort()
  const environment = environmentOf(bench, database, port)
  const log_file = join(bench.folder, `${name}.log`)
  const platform = await createPlatform({
    config: configOf({ ...environment, DATABASE_POOL: '4', LOG_LEVEL: 'silent' }),
    modules,
  })
  bench.afterwards(() => platform.close())
  const { tenant } = await createTenant(
    platform,
    {
      slug: name,
      name: 'Mairie',
      country: 'SN',
      currency: 'XOF',
      time_zone: 'Africa/Dakar',
      modules: modules.map((m) => m.name),
    },
    async () => {},
  )
  const path = (rest: string) => `/api/v1/tenants/${tenant.slug}${rest}`

  const hall: Hall = {
    port,
    database,
    environment,
    tenant,
    site_id: '',
    service_ids: [],
    owner: undefined as never,
    platform,
    server: undefined as never,
    startServer() {
      hall.server = startServer(environment, log_file)
      return hall.server
    },
    path,
    async person(role, person_name) {
      const user_id = await platform.sign_in.createUser({
        email: `${newId()}@bench.test`,
        name: person_name,
        password_hash: 'none',
        locale: 'fr',
      })
      await inTenant(platform, { tenant }, (ctx) => addMember(ctx, user_id, role))
      const person: Person = { user_id, role, name: person_name, headers: {} }
      await hall.renew(person)
      return person
    },
    async renew(person) {
      const { user_id: sub, role } = person
      const scope = [...(platform.role_permissions.get(role) ?? [])].join(' ')
      const { token } = await platform.sign_in.signAccessToken({
        sub,
        tenant: tenant.slug,
        role,
        scope,
        sid: null,
      })
      person.headers.authorization = `Bearer ${token}`
    },
    async agents(count) {
      const wire = openWire(port)
      const agents: Agent[] = []
      for (let index = 0; index < count; index++) {
        const digits = String(index).padStart(4, '0')
        const counter_name = `Guichet ${digits}`
        const body = { site_id: hall.site_id, name: counter_name, service_ids: hall.service_ids }
        const { id: counter_id } = await expectDone<{ id: string }>(
          wire,
          'POST',
          path('/counters'),
          hall.owner.headers,
          body,
        )
        const person = await hall.person('agent', `Agent ${digits}`)
        await expectDone(wire, 'POST', path(`/queue/counters/${counter_id}/session`), person.headers, {})
        agents.push({ ...person, counter_id, counter_name })
      }
      wire.close()
      return agents
    },
    async devices(count, kind) {
      const tokens = Array.from({ length: count }, () => newToken(tenant.ref))
      await database.admin.query(
        `insert into platform.device (tenant_id, id, site_id, kind, name, token_hash)
         select $1, gen_random_uuid(), $2, $3, 'Bench', hash from unnest($4::text[]) hash`,
        [tenant.id, hall.site_id, kind, tokens.map(hashSecret)],
      )
      return tokens.map((token) => `guichet_device=${token}`)
    },
    async fillQueue(count) {
      await database.admin.query(
        `insert into queue.ticket (tenant_id, id, site_id, service_id, numbered_service_id, local_day, sequence, number,
           status, rank, source, token_hash, issued_at, queued_at)
         select $1, gen_random_uuid(), $2, s.id, s.id, current_date, 100000 + n, 'X' || lpad(n::text, 6, '0'), 'waiting',
           (extract(epoch from now()) * 1000000)::bigint + n, 'kiosk', md5(random()::text || n), now(), now()
         from generate_series(1, $4::int) n, lateral (select ($3::uuid[])[1 + n % cardinality($3::uuid[])] as id) s`,
        [tenant.id, hall.site_id, hall.service_ids, count],
      )
      await database.admin.query('vacuum analyze queue.ticket')
    },
  }
  bench.afterwards(() => hall.server.kill())
  await hall.startServer().ready
  hall.owner = await hall.person('owner', 'Awa Diop')
  const wire = openWire(port)
  const make = async (where: string, body: object) =>
    (await expectDone<{ id: string }>(wire, 'POST', path(where), hall.owner.headers, body)).id
  hall.site_id = await make('/sites', { name: 'Hall' })
  for (let index = 0; index < (options.services ?? 1); index++) {
    const prefix = String.fromCharCode(65 + index)
    hall.service_ids.push(
      await make('/services', {
        site_id: hall.site_id,
        name: `Service ${prefix}`,
        prefix,
        expected_minutes: 10,
      }),
    )
  }
  wire.close()
  return hall
}
