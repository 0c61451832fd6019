import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { testHouse } from '../testing/test-house.ts'

const house = await testHouse([])
const { app } = house.server
const [tenant, other] = [await house.tenant(), await house.tenant()]
const manager = await house.person(tenant, 'manager')
const stranger = await house.person(other, 'owner')
const [site, far_site] = [randomUUID(), randomUUID()]

interface Pairing {
  code: string
  secret: string
}
let addresses = 0
const request = async (): Promise<Pairing> =>
  (
    await app.inject({
      method: 'POST',
      url: '/api/v1/device-pairings',
      remoteAddress: `10.4.0.${++addresses}`,
    })
  ).json()
const claim = ({ code, secret }: Pairing) =>
  app.inject({ method: 'POST', url: `/api/v1/device-pairings/${code}/claim`, payload: { secret } })
const adopt = (code: string, body: object = {}, as = manager, slug = tenant.slug) =>
  app.inject({
    method: 'POST',
    url: `/api/v1/tenants/${slug}/devices`,
    headers: as.headers,
    payload: { code, site_id: site, kind: 'display', name: 'Hall', ...body },
  })
const cookieOf = (answer: { headers: { 'set-cookie'?: string | string[] | undefined } }): string =>
  [answer.headers['set-cookie'] ?? ''].flat()[0]!.split(';')[0]!
const whoAmI = (cookie: string) => app.inject({ url: '/api/v1/device', headers: { cookie } })
const devices = async (as = manager, slug = tenant.slug): Promise<{ id: string; name: string }[]> =>
  (await app.inject({ url: `/api/v1/tenants/${slug}/devices`, headers: as.headers })).json().items

async function paired(
  kind: 'kiosk' | 'display' = 'display',
  site_id = site,
): Promise<{ cookie: string; id: string }> {
  const pairing = await request()
  const { id } = (await adopt(pairing.code, { kind, site_id })).json()
  return { id, cookie: cookieOf(await claim(pairing)) }
}

test('a device shows a code, a manager types it, the device is at home', async () => {
  const pairing = await request()
  assert.match(pairing.code, /^[A-Z2-9]{6}$/)
  assert.deepEqual((await claim(pairing)).json(), { paired: false, kind: null })
  const adopted = await adopt(` ${pairing.code.toLowerCase()} `)
  assert.equal(adopted.statusCode, 201)
  const claimed = await claim(pairing)
  assert.deepEqual(claimed.json(), { paired: true, kind: 'display' })
  const [line] = [claimed.headers['set-cookie']].flat()
  assert.match(String(line), /HttpOnly/)
  assert.match(String(line), /SameSite=Lax/)
  const known = (await whoAmI(cookieOf(claimed))).json()
  assert.equal(known.device.id, adopted.json().id)
  assert.equal(known.tenant.slug, tenant.slug)
  assert.equal((await adopt(pairing.code)).statusCode, 400, 'the code has served')
})

test('a code is worth nothing without the secret, and only for ten minutes', async () => {
  const pairing = await request()
  assert.equal((await claim({ ...pairing, secret: 'guess' })).statusCode, 404)
  assert.equal((await claim({ ...pairing, code: 'AAAAAA' })).statusCode, 404)
  assert.equal((await adopt('AAAAAA')).json().code, 'platform.pairing_unknown')
  house.clock.advance(601)
  assert.equal((await adopt(pairing.code)).statusCode, 400)
  assert.equal((await claim(pairing)).statusCode, 404)
})

test('a code is adopted once, whoever types it', async () => {
  const pairing = await request()
  const answers = await Promise.all([
    adopt(pairing.code),
    adopt(pairing.code),
    adopt(pairing.code, {}, stranger, other.slug),
  ])
  assert.deepEqual(answers.map((a) => `${a.statusCode}`).toSorted(), ['201', '400', '400'])
})

test('what waits in the database lets nobody in', async () => {
  const pairing = await request()
  await adopt(pairing.code)
  const { rows } = await house.platform.app_pool.query(
    'select * from platform.device_pairing where code = $1',
    [pairing.code],
  )
  const text = JSON.stringify(rows)
  assert.ok(!text.includes(pairing.secret))
  assert.deepEqual(Object.keys(rows[0]).toSorted(), [
    'code',
    'created_at',
    'device_id',
    'expires_at',
    'secret_hash',
    'tenant_ref',
  ])
})

test('an answer that was lost may be asked for again, until the code expires; the last one counts', async () => {
  const pairing = await request()
  await adopt(pairing.code)
  const first = cookieOf(await claim(pairing))
  const second = cookieOf(await claim(pairing))
  assert.equal((await whoAmI(second)).statusCode, 200)
  assert.equal((await whoAmI(first)).statusCode, 401)
  assert.equal((await claim({ ...pairing, secret: 'guess' })).statusCode, 404)
  house.clock.advance(601)
  assert.equal((await claim(pairing)).statusCode, 404)
  assert.equal((await whoAmI(second)).statusCode, 200)
})

test('a device is nobody elsewhere, and no member at home', async () => {
  const { cookie } = await paired()
  const members = (slug: string) =>
    app.inject({ url: `/api/v1/tenants/${slug}/members`, headers: { cookie } })
  assert.equal((await members(tenant.slug)).statusCode, 403)
  assert.equal((await members(other.slug)).statusCode, 404)
  assert.equal((await members('nowhere')).statusCode, 404)
  assert.equal((await app.inject({ url: '/api/v1/me', headers: { cookie } })).statusCode, 401)
})

test('a device that is revoked loses its access within seconds', async () => {
  const { cookie, id } = await paired('kiosk')
  assert.equal((await whoAmI(cookie)).statusCode, 200)
  const revoke = (as = manager, slug = tenant.slug) =>
    app.inject({ method: 'DELETE', url: `/api/v1/tenants/${slug}/devices/${id}`, headers: as.headers })
  assert.equal((await revoke(stranger, other.slug)).statusCode, 404)
  assert.equal((await revoke()).statusCode, 200)
  assert.equal((await revoke()).statusCode, 404)
  house.clock.advance(5)
  assert.equal((await whoAmI(cookie)).statusCode, 401)
})

test('a manager of one site sees and adopts the devices of that site only', async () => {
  const confined = await house.person(tenant, 'manager', [far_site])
  const { id } = await paired('display', site)
  assert.ok((await devices()).some((d) => d.id === id))
  assert.deepEqual(await devices(confined), [])
  const pairing = await request()
  assert.equal((await adopt(pairing.code, { site_id: site }, confined)).statusCode, 404)
  assert.equal((await adopt(pairing.code, { site_id: far_site }, confined)).statusCode, 201)
  const rename = (as: typeof manager, payload: object) =>
    app.inject({
      method: 'PATCH',
      url: `/api/v1/tenants/${tenant.slug}/devices/${id}`,
      headers: as.headers,
      payload,
    })
  assert.equal((await rename(confined, { name: 'Mine' })).statusCode, 404)
  assert.equal(
    (await rename(manager, { name: 'Entrance', settings: { voice: true } })).json().name,
    'Entrance',
  )
  assert.equal((await rename(manager, {})).statusCode, 200, 'nothing to change is no accident')
})

test('when it was last seen is kept up to date', async () => {
  const { cookie } = await paired()
  const seen = async () => Date.parse((await whoAmI(cookie)).json().device.last_seen_at)
  const first = await seen()
  house.clock.advance(60)
  assert.equal((await seen()) - first, 60_000)
})
