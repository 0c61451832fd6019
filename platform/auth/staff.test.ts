import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Tenant } from '../ctx.ts'
import { newId } from '../ids.ts'
import { testHouse } from '../testing/test-house.ts'
import type { RoleName } from './contract.ts'

const house = await testHouse([])
const { app } = house.server
const [tenant, other] = [await house.tenant(), await house.tenant()]
const owner = await house.person(tenant, 'owner')
const admin = await house.person(tenant, 'admin')
const secret = 'Un mot de passe bien long'

type Who = { headers: Record<string, string> }
let invited = 0
const invite = (as: Who, body: object = {}, at: Tenant = tenant) =>
  app.inject({
    method: 'POST',
    url: `/api/v1/tenants/${at.slug}/invitations`,
    headers: as.headers,
    payload: { email: `invited${++invited}@example.test`, role: 'agent', ...body },
  })
const tokenOf = (answer: { json: () => { link: string } }): string =>
  answer.json().link.replace('/invitation/', '')
let addresses = 0
const accept = (token: string, payload: object = { name: 'Fatou', password: secret }) =>
  app.inject({
    method: 'POST',
    url: `/api/v1/invitations/${token}/acceptance`,
    remoteAddress: `10.3.0.${++addresses}`,
    payload,
  })
const read = (token: string) => app.inject({ url: `/api/v1/invitations/${token}` })
const members = async (
  as: Who = owner,
  at: Tenant = tenant,
): Promise<{ id: string; email: string; role: RoleName; user_id: string }[]> =>
  (await app.inject({ url: `/api/v1/tenants/${at.slug}/members`, headers: as.headers })).json().items
const change = (as: Who, member_id: string, payload: object, at: Tenant = tenant) =>
  app.inject({
    method: 'PATCH',
    url: `/api/v1/tenants/${at.slug}/members/${member_id}`,
    headers: as.headers,
    payload,
  })

test('an invitation makes an account, a member and a session; once', async () => {
  const created = await invite(owner, { email: 'Fatou@Example.test', role: 'manager' })
  assert.equal(created.statusCode, 201)
  const token = tokenOf(created)
  assert.ok(Buffer.from(token.split('-').slice(1).join('-'), 'base64url').length >= 16, 'at least 128 bits')
  const { rows } = await house.as(tenant, 'system', async (ctx) => ({
    rows: await ctx.transaction.db
      .selectFrom('platform.invitation')
      .selectAll()
      .where('email', '=', 'fatou@example.test')
      .execute(),
  }))
  assert.ok(!JSON.stringify(rows).includes(token.split('-').slice(1).join('-')), 'only its hash is kept')

  assert.deepEqual((await read(token)).json(), {
    tenant: { slug: tenant.slug, name: tenant.name },
    email: 'fatou@example.test',
    name: null,
    role: 'manager',
    has_account: false,
  })
  const accepted = await accept(token)
  assert.equal(accepted.statusCode, 201)
  const cookie = [accepted.headers['set-cookie']]
    .flat()
    .map((line) => String(line).split(';')[0])
    .join('; ')
  const me = (await app.inject({ url: '/api/v1/me', headers: { cookie } })).json()
  assert.equal(me.user.name, 'Fatou')
  assert.deepEqual(
    me.memberships.map((m: { role: string }) => m.role),
    ['manager'],
  )

  assert.equal((await accept(token)).statusCode, 404)
  assert.equal((await read(token)).json().code, 'platform.invitation_expired')
})

test('five acceptances at once: one member, no accident', async () => {
  const token = tokenOf(await invite(owner, { email: 'race@example.test' }))
  const answers = await Promise.all(Array.from({ length: 5 }, () => accept(token)))
  const statuses = answers.map((a) => a.statusCode)
  assert.equal(statuses.filter((status) => status === 201).length, 1, statuses.join())
  assert.ok(
    statuses.every((status) => status < 500),
    statuses.join(),
  )
  assert.equal((await members()).filter((m) => m.email === 'race@example.test').length, 1)
})

test('who has an account proves it with its password', async () => {
  const token = tokenOf(await invite(owner, { email: 'twice@example.test' }))
  await accept(token)
  const far = await house.person(other, 'owner')
  const second = tokenOf(await invite(far, { email: 'twice@example.test', role: 'viewer' }, other))
  assert.equal((await read(second)).json().has_account, true)
  assert.equal((await accept(second, { password: 'not the password' })).statusCode, 401)
  assert.equal((await read(second)).statusCode, 200, 'a wrong password does not use it up')
  assert.equal((await accept(second, { password: secret })).json().tenant_slug, other.slug)
})

test('late, revoked, made-up and misdirected invitations answer alike', async () => {
  const late = tokenOf(await invite(owner))
  house.clock.advance(7 * 86_400 + 1)
  const created = await invite(owner)
  const { id } = created.json()
  const revoke = (as: Who, at: Tenant) =>
    app.inject({ method: 'DELETE', url: `/api/v1/tenants/${at.slug}/invitations/${id}`, headers: as.headers })
  const far = await house.person(other, 'owner')
  assert.equal((await revoke(far, other)).statusCode, 404, 'another organisation cannot')
  assert.equal((await read(tokenOf(created))).statusCode, 200)
  assert.equal((await revoke(owner, tenant)).statusCode, 200)
  assert.equal((await revoke(owner, tenant)).statusCode, 404)
  const valid = tokenOf(await invite(owner))
  const swapped = valid.replace(`${tenant.ref}-`, `${other.ref}-`)
  const made_up = `${tenant.ref}-${'A'.repeat(27)}`
  for (const token of [late, tokenOf(created), swapped, made_up, 'x', 'a'.repeat(80)]) {
    for (const answer of [await read(token), await accept(token)]) {
      assert.equal(answer.statusCode, 404)
      assert.equal(answer.json().code, 'platform.invitation_expired')
      assert.equal(answer.headers['set-cookie'], undefined)
    }
  }
  assert.equal((await read(valid)).statusCode, 200)
})

test('a weak password does not use the invitation up', async () => {
  const token = tokenOf(await invite(owner))
  assert.equal((await accept(token, { password: 'short' })).statusCode, 400)
  assert.equal(
    (await accept(token, { password: 'motdepasse123' })).json().code,
    'platform.password_too_common',
  )
  assert.equal((await accept(token)).statusCode, 201)
})

test('nobody gives a role above their own, or invites without the right to', async () => {
  assert.equal((await invite(admin, { role: 'owner' })).json().code, 'platform.role_above_yours')
  assert.equal((await invite(admin, { role: 'admin' })).statusCode, 201)
  for (const role of ['manager', 'agent', 'receptionist', 'viewer'] as const) {
    assert.equal((await invite(await house.person(tenant, role))).statusCode, 403)
  }
  assert.equal((await invite(owner, {}, other)).statusCode, 404)
  const known = (await members())[0]!
  assert.equal((await invite(owner, { email: known.email })).json().code, 'platform.already_member')
})

test('fields that are not asked for change nothing', async () => {
  const answer = await invite(admin, {
    role: 'viewer',
    tenant_id: other.id,
    id: newId(),
    status: 'accepted',
    token_hash: 'x',
    expires_at: '2099-01-01',
  })
  assert.equal(answer.statusCode, 201)
  assert.equal(answer.json().status, 'pending')
  assert.ok(Date.parse(answer.json().expires_at) < house.clock.now.getTime() + 8 * 86_400_000)
})

test('ranks hold for changes too', async () => {
  const all = await members()
  const id = (user_id: string) => all.find((m) => m.user_id === user_id)!.id
  assert.equal(
    (await change(admin, id(owner.user_id), { role: 'viewer' })).json().code,
    'platform.role_above_yours',
  )
  assert.equal(
    (await change(admin, id(owner.user_id), { status: 'suspended' })).json().code,
    'platform.role_above_yours',
  )
  assert.equal(
    (await change(admin, id(admin.user_id), { role: 'owner' })).json().code,
    'platform.role_above_yours',
  )
  assert.equal((await change(owner, newId(), { role: 'viewer' })).statusCode, 404)
  assert.equal(
    (await change(owner, id(admin.user_id), {})).statusCode,
    200,
    'nothing to change is no accident',
  )
  const far = await house.person(other, 'owner')
  assert.equal((await change(far, id(admin.user_id), { role: 'viewer' }, other)).statusCode, 404)
  assert.equal((await members()).find((m) => m.user_id === admin.user_id)!.role, 'admin')
})

test('the last owner stays, also when two leave at the same moment', async () => {
  for (let round = 0; round < 5; round++) {
    const place = await house.tenant()
    const [a, b] = [await house.person(place, 'owner'), await house.person(place, 'owner')]
    const all = await members(a, place)
    const id = (user_id: string) => all.find((m) => m.user_id === user_id)!.id
    const leaving = [
      () =>
        Promise.all([
          change(a, id(b.user_id), { role: 'viewer' }, place),
          change(b, id(a.user_id), { role: 'agent' }, place),
        ]),
      () =>
        Promise.all([
          change(a, id(a.user_id), { role: 'viewer' }, place),
          change(b, id(b.user_id), { status: 'suspended' }, place),
        ]),
    ][round % 2]!
    const answers = await leaving()
    // The second finds itself the last owner, or has lost the right to act before its turn came.
    const refused = answers.find((x) => x.statusCode !== 200)!
    assert.equal(answers.filter((x) => x.statusCode === 200).length, 1)
    assert.ok(['platform.last_owner', 'platform.not_permitted'].includes(refused.json().code), refused.body)
    const left = await house.as(place, 'system', (ctx) =>
      ctx.transaction.db
        .selectFrom('platform.membership')
        .select('id')
        .where('role', '=', 'owner')
        .where('status', '=', 'active')
        .execute(),
    )
    assert.equal(left.length, 1)
  }
})
