import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { sql } from 'kysely'
import { db } from '../catalogue/queries.ts'
import { openShop, stockHouse } from '../testing.ts'
import type { ImportBatch, ImportRow, Mapping } from './contract.ts'
import { sampleFile, toWindows1252 } from './model/sample.ts'

const house = await stockHouse()

type Shop = Awaited<ReturnType<typeof openShop>>
async function upload(
  shop: Shop,
  bytes: Buffer,
  kind: 'stock' | 'sales' = 'stock',
  file_name = 'fichier.csv',
) {
  const answer = await house.server.app.inject({
    method: 'POST',
    url: `/api/v1/tenants/${shop.tenant.slug}/stock/imports?kind=${kind}&file_name=${encodeURIComponent(file_name)}`,
    headers: { ...shop.owner, 'content-type': 'application/octet-stream' },
    payload: bytes,
  })
  return {
    status: answer.statusCode,
    body: answer.json() as ImportBatch & { code: string; facts: Record<string, number> },
  }
}
const csv = (rows: (string | number)[][]) => toWindows1252(rows.map((row) => row.join(';')).join('\r\n'))
const remarksOf = async (shop: Shop, id: string) =>
  (await shop.send<{ items: ImportRow[] }>('GET', `/imports/${id}/rows?which=all&limit=200`)).items.flatMap(
    (row) => row.remarks.map((one) => `${one.column ?? ''}${row.row_number} ${one.code}`),
  )
const apply = (shop: Shop, id: string, status?: number) =>
  shop.send<ImportBatch & { code: string; facts: Record<string, number> }>(
    'POST',
    `/imports/${id}/application`,
    {},
    status,
  )
const map = (shop: Shop, batch: ImportBatch, change: Partial<Mapping>) =>
  shop.send<ImportBatch>('PUT', `/imports/${batch.id}/mapping`, { ...batch.mapping, ...change })
const products = async (shop: Shop) =>
  (
    await shop.send<{
      items: {
        id: string
        name: string
        sku: string
        on_hand: number
        value_minor: number
        price_minor: number
      }[]
    }>('GET', '/products?limit=200')
  ).items

test('the sample is understood as its owner means it, and every doubt is named', async () => {
  const shop = await openShop(house)
  const { body: batch } = await upload(shop, sampleFile('stock', '2026-03-10'))
  assert.equal(batch.encoding, 'windows-1252')
  assert.equal(batch.delimiter, ';')
  assert.deepEqual(batch.mapping.columns, [
    'sku',
    'name',
    'category',
    'unit',
    'quantity',
    'date',
    'price',
    'cost',
  ])
  assert.equal(batch.refused_count, 0)
  assert.deepEqual(await remarksOf(shop, batch.id), [
    'H5 finer_than_currency',
    'H6 finer_than_currency',
    'F7 year_assumed',
    'B8 near_duplicate',
    'B8 same_product_twice',
    'G10 rounded',
  ])
  await apply(shop, batch.id)
  const wire = (await products(shop)).find((one) => one.name === 'Fil de fer recuit')!
  assert.equal(wire.on_hand, 1234.5)
  assert.equal(wire.value_minor, Math.round(1234.5 * 620.25))
  const taps = (await products(shop)).filter((one) => one.name.startsWith('Robinet'))
  assert.deepEqual(
    taps.map(({ on_hand }) => on_hand),
    [40],
    'two spellings are one product',
  )
})

test('5,000 rows add up to the franc; the same file again adds nothing; one click takes it back', async () => {
  const shop = await openShop(house)
  let cost = 0
  let quantity = 0
  const rows = Array.from({ length: 5_000 }, (_, n) => {
    const [q, c] = [1 + ((n * 7) % 90), 100 + ((n * 13) % 5_000)]
    cost += q * (c + 0.5)
    quantity += q
    return [
      `R${n}`,
      `Pièce n° ${n} modèle ${createHash('md5').update(String(n)).digest('hex').slice(0, 8)}`,
      `${q},00`,
      `${c.toLocaleString('fr-FR').replace(/\u202f/g, ' ')},50`,
      '05/03/2026',
    ]
  })
  const file = csv([['Réf', 'Désignation', 'Quantité', 'Prix d’achat', 'Date'], ...rows])
  const { body: batch } = await upload(shop, file)
  assert.equal(batch.row_count, 5_000, JSON.stringify(batch))
  assert.equal(batch.refused_count, 0, JSON.stringify((await remarksOf(shop, batch.id)).slice(0, 5)))
  assert.equal(batch.summary!.new_products, 5_000)
  assert.equal(batch.summary!.amount_minor, Math.round(cost))
  assert.equal((await products(shop)).length, 0, 'a preview writes nothing')
  await apply(shop, batch.id)
  const total = async () =>
    shop.run(async (ctx) => {
      const { rows: found } = await sql<{ value: string; quantity: string }>`
        select coalesce(sum(value_minor), 0) as value, coalesce(sum(quantity), 0) as quantity from stock.valuation`.execute(
        db(ctx),
      )
      return found[0]!
    })
  assert.equal(Number((await total()).value), cost)
  assert.equal(Number((await total()).quantity), quantity)
  const again = await upload(shop, file)
  assert.deepEqual([again.status, again.body.code], [409, 'stock.file_already_taken'])
  const { items } = await shop.send<{ items: { at: string }[] }>('GET', '/movements?limit=1')
  assert.equal(items[0]!.at, '2026-03-05T12:00:00Z')

  await shop.send('POST', `/imports/${batch.id}/reversal`, {})
  assert.equal(Number((await total()).value), 0)
  assert.equal((await products(shop)).length, 0)
  const back = await upload(shop, file)
  assert.equal(back.status, 201, 'taken back, it may come again')
  await apply(shop, back.body.id)
  assert.equal(Number((await total()).value), cost)
})

test('bad rows are each named with their column, and nothing is written', async () => {
  const shop = await openShop(house)
  const { body: batch } = await upload(
    shop,
    csv([
      ['Réf', 'Désignation', 'Unité', 'Quantité', 'Prix', 'Date', 'Code-barres'],
      ['A1', 'Marteau', 'pièce', 5, 3500, '31/02/2026', ''],
      ['A2', 'Pince', 'pièce', 5, -3500, '05/03/2026', ''],
      ['A3', 'Scie', 'brouette', 5, 3500, '05/03/2026', ''],
      ['A4', 'Tournevis', 'pièce', '0,5', 3500, '05/03/2026', ''],
      ['A5', 'Mètre', 'pièce', 5, 3500, '05/03/2026', '6041234567890'],
      ['A6', 'Niveau', 'pièce', 5, 3500, '05/03/2026', '6041234567890'],
      ['A7', 'Truelle', 'pièce', '=2+3', 3500, '05/03/2026', ''],
      ['A8', '', 'pièce', 5, 3500, '05/03/2026', ''],
      ['A9', 'Bonne ligne', 'pièce', 5, 3500, '05/03/2026', ''],
    ]),
  )
  assert.deepEqual(await remarksOf(shop, batch.id), [
    'F2 impossible_date',
    'E3 negative_price',
    'C4 unknown_unit',
    'D5 half_piece',
    'G7 duplicate_barcode',
    'D8 formula',
    'B9 missing',
  ])
  const refused = await apply(shop, batch.id, 409)
  assert.deepEqual([refused.code, refused.facts.rows], ['stock.import_refused_rows', 7])
  assert.equal((await products(shop)).length, 0)
})

test('8 on hand and 5 in the file become 5 or 13, as announced', async () => {
  for (const [mode, after] of [
    ['replace', 5],
    ['add', 13],
  ] as const) {
    const shop = await openShop(house)
    const product = await shop.product({ sku: 'M1', name: 'Marteau' })
    await shop.receive(product, 8, 1_000)
    const { body: batch } = await upload(
      shop,
      csv([
        ['Réf', 'Désignation', 'Stock'],
        ['M1', 'Marteau', 5],
      ]),
    )
    const mapped = await map(shop, batch, { mode })
    const { items } = await shop.send<{ items: ImportRow[] }>('GET', `/imports/${mapped.id}/rows`)
    assert.deepEqual([items[0]!.before, items[0]!.after], [8, after])
    await apply(shop, batch.id)
    assert.equal((await shop.stand(product)).on_hand, after)
    await shop.send('POST', `/imports/${batch.id}/reversal`, {})
    assert.equal((await shop.stand(product)).on_hand, 8)
  }
})

test('a near-duplicate that is another product stays another', async () => {
  const shop = await openShop(house)
  await shop.product({ sku: 'C1', name: 'Ciment blanc 25 kg' })
  const { body: batch } = await upload(
    shop,
    csv([
      ['Désignation', 'Quantité'],
      ['Ciments blancs 25KG', 3],
    ]),
  )
  assert.deepEqual(await remarksOf(shop, batch.id), ['A2 near_duplicate'])
  const decided = await shop.send<ImportBatch>('PUT', `/imports/${batch.id}/decisions`, {
    row_number: 2,
    same: false,
  })
  assert.deepEqual([decided.doubtful_count, decided.summary!.new_products], [0, 1])
  await apply(shop, batch.id)
  assert.equal((await products(shop)).length, 2)
})

test('sales come in once, even from two exports that overlap; more than there was is refused by row', async () => {
  const shop = await openShop(house)
  const product = await shop.product({ name: 'Ciment 50 kg', price_minor: 4_500 })
  await shop.receive(product, 20, 4_000, { at: '2026-03-01T08:00:00Z' })
  const head = ['Date', 'Ticket', 'Désignation', 'Qté', 'Prix unitaire']
  const monday = ['05/03/2026', 'T1', 'Ciment 50 kg', 3, '4 500']
  const first = await upload(shop, csv([head, monday, monday]), 'sales')
  await apply(shop, first.body.id)
  assert.equal((await shop.stand(product)).on_hand, 14, 'two like lines of one file are two sales')
  const second = await upload(
    shop,
    csv([head, monday, monday, ['06/03/2026', 'T2', 'Ciment 50 kg', 4, '4 400']]),
    'sales',
  )
  assert.equal(second.body.summary!.already_taken, 2)
  await apply(shop, second.body.id)
  assert.equal((await shop.stand(product)).on_hand, 10)
  const third = await upload(
    shop,
    csv([
      head,
      ['07/03/2026', 'T3', 'Ciment 50 kg', 8, '4 500'],
      ['07/03/2026', 'T4', 'Ciment 50 kg', 8, '4 500'],
      ['07/03/2026', 'T5', 'Brique', 1, 100],
    ]),
    'sales',
  )
  assert.deepEqual(await remarksOf(shop, third.body.id), ['D3 not_enough', 'C4 unknown_product'])
})

test('files that are not what they say, too long or empty are refused clearly', async () => {
  const shop = await openShop(house)
  const codeOf = async (bytes: Buffer, name: string) => (await upload(shop, bytes, 'stock', name)).body.code
  assert.equal(await codeOf(Buffer.from('PK\u0003\u0004nonsense'), 'a.xlsx'), 'stock.file_not_what_it_says')
  assert.equal(await codeOf(Buffer.from('PK\u0003\u0004nonsense'), 'a.csv'), 'stock.file_not_what_it_says')
  assert.equal(await codeOf(Buffer.from('a;b\n1;2'), 'a.xlsx'), 'stock.file_not_what_it_says')
  assert.equal(await codeOf(Buffer.from('%PDF-1.7'), 'a.csv'), 'stock.file_not_what_it_says')
  assert.equal(await codeOf(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0]), 'a.xls'), 'stock.file_old_excel')
  assert.equal(await codeOf(Buffer.from('seul'), 'a.csv'), 'stock.file_empty')
  const long = await upload(shop, Buffer.from('a;b\n' + '1;2\n'.repeat(200_000)))
  assert.deepEqual([long.body.code, long.body.facts.rows], ['stock.too_many_rows', 200_001])
})

test('what is exported comes in again and changes nothing', async () => {
  const shop = await openShop(house)
  const product = await shop.product({
    name: 'Clous 80 mm',
    unit: 'kg',
    decimals: 3,
    cost_minor: 512.5,
    category: 'Clous',
    barcodes: ['6041234567890'],
  })
  await shop.receive(product, 12.25, 512.5)
  await shop.product({ sku: '0012', name: 'Marteau; "lourd"' })
  for (const format of ['csv', 'xlsx'] as const) {
    const answer = await house.server.app.inject({
      url: `/api/v1/tenants/${shop.tenant.slug}/stock/exports/products?format=${format}`,
      headers: shop.owner,
    })
    assert.equal(answer.statusCode, 200)
    const { body: batch } = await upload(shop, answer.rawPayload, 'stock', `stock.${format}`)
    assert.deepEqual(
      [batch.row_count, batch.refused_count, batch.summary?.new_products],
      [2, 0, 0],
      JSON.stringify(await remarksOf(shop, batch.id)),
    )
    await apply(shop, batch.id)
    assert.deepEqual(await shop.stand(product), { on_hand: 12.25, ledger: 12.25, value_minor: 6_278.125 })
  }
})
