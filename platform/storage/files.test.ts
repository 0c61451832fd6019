import assert from 'node:assert/strict'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { createRequire } from 'node:module'
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { z } from 'zod'
import { endpoint } from '../contract.ts'
import { handleCall } from '../http/handle.ts'
import { createPlatform } from '../platform.ts'
import { testHouse, trialModule } from '../testing/test-house.ts'
import { until } from '../testing/until.ts'
import { createWorker } from '../jobs/worker.ts'
import { later } from '../jobs/task.ts'
import { dispositionOf, fileLink } from './link.ts'
import { sweepFiles } from './sweep.ts'
import { decrypted, encrypted } from './cipher.ts'
import type { Files } from './files.ts'

const take = endpoint({
  method: 'POST',
  path: '/trial/files',
  permission: 'trial.file.write',
  summary: 'Takes a file.',
  upload: { max_bytes: 300_000 },
  transaction: false,
  reply: z.object({ sha256: z.string(), bytes: z.int() }),
  status: 201,
})
const house = await testHouse([
  trialModule({
    permissions: { 'trial.file.write': ['owner'] },
    routes: [
      handleCall(take, (call) => call.platform.files.put(call.tenant!.id, call.request.raw, take.upload)),
    ],
    sql: {
      up: `create table trial.file (tenant_id uuid not null, id uuid not null, sha256 text, primary key (tenant_id, id));
           select platform.protect('trial.file');`,
      down: 'drop schema trial cascade;',
    },
    file_columns: ['trial.file.sha256'],
  }),
])
const { files } = house.platform
const [tenant, other] = [await house.tenant(), await house.tenant()]
const owner = await house.person(tenant, 'owner')
const sha = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
const root = join(house.platform.config.DATA_DIR, 'files')
const onDisk = async (): Promise<string[]> =>
  (await readdir(root, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

/** Sizes around a block of 64 kB, where an off-by-one would lose or add a byte. */
const sizes = [0, 1, 65_535, 65_536, 65_537, 131_072, 1_000_003]

async function comesBack(store: Files, size: number, chunk: number): Promise<void> {
  const bytes = randomBytes(size)
  const kept = await store.put(tenant.id, inChunks(bytes, chunk))
  assert.deepEqual(kept, { sha256: sha(bytes), bytes: size })
  assert.deepEqual(await store.read(tenant.id, kept.sha256), bytes)
}

test('what goes in comes out, whatever its size and however it arrives', async () => {
  for (const size of sizes) for (const chunk of [1_000, 65_536, 300_000]) await comesBack(files, size, chunk)
})

test('on disk there is neither content nor its fingerprint, and the same file lies there once', async () => {
  const bytes = Buffer.from('Awa Ndiaye, née le 5 mars'.repeat(5_000))
  const { sha256 } = await files.put(tenant.id, inChunks(bytes, 4_096))
  const before = (await onDisk()).length
  await files.put(tenant.id, inChunks(bytes, 7))
  assert.equal((await onDisk()).length, before)
  for (const path of await onDisk()) {
    assert.ok(!path.includes(sha256.slice(2)))
    assert.ok(!(await readFile(path)).includes('Awa Ndiaye'))
  }
})

test('a file altered, cut short or taken from elsewhere is refused, not handed out', async () => {
  const key = randomBytes(32)
  const bytes = randomBytes(200_000)
  const sealed = Buffer.concat(await Array.fromAsync(encrypted(key, inChunks(bytes, 9_999))))
  const opened = async (altered: Buffer, with_key = key): Promise<Buffer> =>
    Buffer.concat(await Array.fromAsync(decrypted(with_key, inChunks(altered, 10_000))))
  assert.deepEqual(await opened(sealed), bytes)
  const flipped = Buffer.from(sealed)
  flipped[100_000]! ^= 1
  const block = 65_536 + 16
  const exchanged = Buffer.concat([
    sealed.subarray(0, 20),
    sealed.subarray(20 + block, 20 + 2 * block),
    sealed.subarray(20, 20 + block),
    sealed.subarray(20 + 2 * block),
  ])
  for (const [altered, with_key] of [
    [flipped, key],
    [exchanged, key],
    [sealed.subarray(0, 20 + 2 * block), key],
    [sealed.subarray(0, -1), key],
    [sealed.subarray(0, 10), key],
    [sealed, randomBytes(32)],
  ] as const)
    await assert.rejects(opened(altered as Buffer, with_key))
})

test('too large a file leaves nothing behind, and neither does one whose sender goes away', async () => {
  const before = (await onDisk()).length
  await assert.rejects(files.put(tenant.id, inChunks(randomBytes(50_001), 1_000), { max_bytes: 50_000 }), {
    code: 'platform.file_too_large',
  })
  async function* broken(): AsyncGenerator<Buffer> {
    yield randomBytes(10)
    throw new Error('the line was cut')
  }
  await assert.rejects(files.put(tenant.id, broken()), /the line was cut/)
  assert.equal((await onDisk()).length, before)
})

test('another organisation finds nothing under the same fingerprint', async () => {
  const { sha256 } = await files.put(tenant.id, inChunks(randomBytes(10), 10))
  await assert.rejects(files.open(other.id, sha256), { code: 'platform.file_missing' })
})

test('an upload is streamed to storage; what is announced as too large is refused at once', async () => {
  const bytes = randomBytes(290_000)
  const send = (payload: Buffer, headers: Record<string, string> = {}) =>
    house.server.app.inject({
      method: 'POST',
      url: `/api/v1/tenants/${tenant.slug}/trial/files`,
      headers: { 'content-type': 'application/json', ...owner.headers, ...headers },
      payload,
    })
  const answer = await send(bytes)
  assert.equal(answer.statusCode, 201, answer.body)
  assert.deepEqual(answer.json(), { sha256: sha(bytes), bytes: 290_000 })
  const refused = await send(randomBytes(300_001))
  assert.equal(refused.statusCode, 400)
  assert.equal(refused.json().code, 'platform.file_too_large')
  assert.equal((await send(bytes, { authorization: 'Bearer nobody' })).statusCode, 401)
})

test('a link shows one file for some minutes, and nothing else', async () => {
  const bytes = Buffer.from('<script>alert(1)</script>')
  const { sha256 } = await files.put(tenant.id, inChunks(bytes, 100))
  const link = fileLink(house.platform, tenant, {
    sha256,
    name: 'résumé «1».html',
    type: 'text/html',
    disposition: 'inline',
    minutes: 5,
  })
  assert.ok(!link.includes(sha256.slice(0, 8)) && !link.includes(tenant.id.slice(0, 8)))
  const get = (url: string) => house.server.app.inject({ url })
  const answer = await get(link)
  assert.equal(answer.statusCode, 200)
  assert.equal(answer.body, bytes.toString())
  // HTML is never shown in our origin, whatever was asked.
  assert.match(String(answer.headers['content-disposition']), /^attachment; filename="r_sum_ _1_\.html"/)
  assert.match(String(answer.headers['content-security-policy']), /sandbox/)
  for (const altered of [`${link.slice(0, -2)}xx`, '/files/x', '/files/'])
    assert.equal((await get(altered)).statusCode, 404)
  house.clock.advance(301)
  assert.equal((await get(link)).statusCode, 404)
  assert.equal(
    dispositionOf('attachment', 'a"\r\nb\ud800.pdf'),
    `attachment; filename="a___b_.pdf"; filename*=UTF-8''a%22%0D%0Ab%EF%BF%BD.pdf`,
  )
})

test('the sweep takes what no row names, a day later, and spares the rest', async () => {
  const place = await house.tenant()
  const [used, unused, fresh] = await Promise.all(
    [1, 2, 3].map(() => files.put(place.id, inChunks(randomBytes(40), 40))),
  )
  await house.as(place, 'system', (ctx) =>
    ctx.transaction.db
      .insertInto('trial.file')
      .values({ tenant_id: place.id, id: randomUUID(), sha256: used!.sha256 })
      .execute(),
  )
  const long_ago = new Date(house.clock.now.getTime() - 25 * 3_600_000)
  for (const file of [used!, unused!])
    await utimes(join(root, await files.nameOf(place.id, file.sha256)), long_ago, long_ago)
  const now = house.clock.now
  await utimes(join(root, await files.nameOf(place.id, fresh!.sha256)), now, now)
  const worker = await createWorker(house.platform)
  house.beforeClosing(() => worker.close())
  await house.as(place, 'system', (ctx) => later(ctx, sweepFiles, {}))
  const left = () => Array.fromAsync(files.list(place.id))
  await until('the sweep', async () => (await left()).length === 2)
  assert.deepEqual(
    new Set((await left()).map(({ name }) => name)),
    new Set([await files.nameOf(place.id, used!.sha256), await files.nameOf(place.id, fresh!.sha256)]),
  )
})

test('files stay readable when SECRET_KEY is changed and the former one is given', async () => {
  const { sha256 } = await files.put(tenant.id, inChunks(Buffer.from('kept'), 4))
  const { config, modules } = house.platform
  const reader = (FORMER_SECRET_KEY?: string) =>
    import('./files.ts').then(({ createFiles }) =>
      createFiles(
        { ...config, SECRET_KEY: 'another-secret-key-of-32-characters!!', FORMER_SECRET_KEY },
        {
          read: async () =>
            house.as(
              tenant,
              'system',
              async (ctx) =>
                (await ctx.transaction.db
                  .selectFrom('platform.file_key')
                  .select('sealed')
                  .executeTakeFirst())!.sealed as string,
            ),
          writeFirst: async () => assert.fail('the key is known'),
        },
      ),
    )
  assert.ok(modules.length > 0)
  await assert.rejects((await reader()).read(tenant.id, sha256), /FORMER_SECRET_KEY/)
  assert.equal((await (await reader(config.SECRET_KEY)).read(tenant.id, sha256)).toString(), 'kept')
})

test('an S3 store keeps the same files, large ones in parts', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-s3-'))
  // A development server of the S3 interface, which never says what it refuses unless asked aloud.
  const S3rver = createRequire(import.meta.url)('s3rver') as new (options: object) => {
    run: () => Promise<{ port: number }>
    close: () => Promise<void>
  }
  const server = new S3rver({
    port: 0,
    address: '127.0.0.1',
    silent: true,
    directory: folder,
    configureBuckets: [{ name: 'guichet' }],
  })
  const { port } = await server.run()
  t.after(async () => {
    await server.close()
    await rm(folder, { recursive: true, force: true })
  })
  const platform = await createPlatform({
    config: {
      ...house.platform.config,
      S3_ENDPOINT: `http://127.0.0.1:${port}/guichet`,
      S3_REGION: 'us-east-1',
      S3_ACCESS_KEY_ID: 'S3RVER',
      S3_SECRET_ACCESS_KEY: 'S3RVER',
    },
    modules: house.platform.modules,
    log: house.platform.log,
  })
  t.after(() => platform.close())
  for (const size of [0, 100_000, 9_000_000]) await comesBack(platform.files, size, 65_536)
  const listed = await Array.fromAsync(platform.files.list(tenant.id))
  assert.equal(listed.length, 3)
  await platform.files.discard(listed[0]!.name)
  assert.equal((await Array.fromAsync(platform.files.list(tenant.id))).length, 2)
  await assert.rejects(platform.files.open(tenant.id, 'a'.repeat(64)), { code: 'platform.file_missing' })
  await writeFile(join(folder, 'done'), '')
})
