import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { endpoint } from './contract.ts'
import { html } from './http/html.ts'
import { handle } from './http/handle.ts'
import { dispatchSchedules } from './jobs/schedules.ts'
import { every } from './jobs/schedules.ts'
import { testHouse, trialModule } from './testing/test-house.ts'

const read = endpoint({
  method: 'GET',
  path: '/trial/things',
  permission: 'trial.thing.read',
  summary: 'Reads things.',
  reply: z.object({ ok: z.boolean() }),
})
const open = endpoint({ ...read, path: '/trial/open', permission: 'public' })
const house = await testHouse([
  trialModule({
    capability: { needs: [] },
    permissions: { 'trial.thing.read': ['owner', 'agent'] },
    routes: [handle(read, async () => ({ ok: true })), handle(open, async () => ({ ok: true }))],
    pages: [
      {
        method: 'GET',
        path: '/trial/:slug',
        handle: async (call) => {
          await call.tenantBySlug(call.params.slug!)
          return { page: { title: 'Essai', body: html`<h1>Essai</h1>` } }
        },
      },
    ],
    schedules: [{ name: 'trial.daily', queue: 'maintenance', due: every(60), run: async () => {} }],
  }),
  trialModule({ name: 'needy', capability: { needs: ['trial'] } }),
])
const tenant = await house.tenant()
const [owner, agent] = [await house.person(tenant, 'owner'), await house.person(tenant, 'agent')]
const at = (path: string) => `/api/v1/tenants/${tenant.slug}${path}`
const get = async (path: string, headers = owner.headers) =>
  (await house.server.app.inject({ url: path, headers })).statusCode
const set = (names: string[], headers = owner.headers) =>
  house.server.app.inject({ method: 'PUT', url: at('/capabilities'), headers, payload: { names } })
const dues = async (): Promise<number> => {
  house.clock.advance(60)
  await dispatchSchedules(house.platform)
  return house.as(
    tenant,
    'system',
    async (ctx) =>
      (
        await ctx.transaction.db
          .selectFrom('platform.schedule_run')
          .select('due_at')
          .where('schedule', '=', 'trial.daily')
          .execute()
      ).length,
  )
}

test('a room that is switched off answers nobody, shows nothing and has no duties, until it is on again', async () => {
  assert.equal(await get(at('/trial/things')), 200)
  assert.equal(await dues(), 1)
  const off = await set([])
  assert.equal(off.statusCode, 200, off.body)
  assert.deepEqual(off.json().items, [
    { name: 'trial', on: false, needs: [] },
    { name: 'needy', on: false, needs: ['trial'] },
  ])
  assert.equal(await get(at('/trial/things')), 404)
  assert.equal(await get(at('/trial/open')), 404)
  assert.equal(await get(`/trial/${tenant.slug}`), 404)
  assert.equal(await dues(), 1)
  const me = await house.server.app.inject({ url: '/api/v1/me', headers: owner.headers })
  const { permissions } = me.json().memberships[0] as { permissions: string[] }
  assert.ok(permissions.includes('platform.audit.read') && !permissions.includes('trial.thing.read'))

  assert.equal((await set(['trial'])).statusCode, 200)
  assert.equal(await get(at('/trial/things')), 200)
  assert.equal(await get(`/trial/${tenant.slug}`), 200)
  assert.equal(await dues(), 2)
})

test('what a room needs must be on with it, and not everybody decides', async () => {
  const refused = await set(['needy'])
  assert.equal(refused.statusCode, 400)
  assert.equal(refused.json().code, 'platform.capability_needs')
  assert.deepEqual(refused.json().facts, { capability: 'needy', needs: 'trial' })
  assert.equal((await set(['trial'], agent.headers)).statusCode, 403)
})
