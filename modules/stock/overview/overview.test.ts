import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { createWorker } from '@guichet/platform/worker'
import { db } from '../catalogue/queries.ts'
import { predict } from '../demand/commands/predict.ts'
import { openShop, stockHouse } from '../testing.ts'
import { askReport } from './commands/reports.ts'
import type { Overview } from './contract.ts'
import { dueOn, lastWhole, serviceRates } from './model.ts'
import { overviewOf } from './queries/overview.ts'

const house = await stockHouse()

test('960 of 1,000 units and 17 of 20 lines: fill rate 96 %, OTIF 85 %', async () => {
  house.clock.now = new Date('2026-11-16T07:30:00Z')
  const shop = await openShop(house)
  const product_id = await shop.product({ price_minor: 100 })
  await shop.receive(product_id, 2_000, 60)
  house.clock.now = new Date('2026-11-17T09:00:00Z')
  for (let line = 0; line < 20; line++) {
    const refused = [20, 15, 5][line] ?? 0
    await shop.send('POST', '/sales', {
      location_id: shop.shop_id,
      lines: [{ product_id, quantity: 50 - refused, refused_quantity: refused }],
    })
  }
  const { service, sales_minor, stock_value_minor } = await shop.send<Overview>('GET', '/overview')
  assert.deepEqual(
    [service.units_served, service.units_asked, service.fill_rate, service.otif, service.estimated],
    [960, 1_000, 0.96, 0.85, false],
  )
  assert.deepEqual([sales_minor, stock_value_minor], [96_000, 1_040 * 60])
})

test('where no refusal is written down, empty shelves stand for it and the rate is an estimate', () => {
  const sums = {
    units_asked: 90,
    units_served: 90,
    lines: 9,
    lines_complete: 9,
    shelf_days: 28,
    shelf_days_stocked: 21,
  }
  assert.deepEqual(serviceRates({ ...sums, units_lost: 10 }), {
    fill_rate: 0.9,
    otif: 1,
    ready_rate: 0.75,
    estimated: true,
  })
  assert.equal(serviceRates({ ...sums, units_asked: 100, units_lost: 10 }).estimated, false)
})

test('reports are of whole days, weeks from Monday, and months', () => {
  assert.deepEqual(lastWhole('weekly', '2026-11-23'), { from_day: '2026-11-16', to_day: '2026-11-22' })
  assert.deepEqual(lastWhole('weekly', '2026-11-22'), { from_day: '2026-11-09', to_day: '2026-11-15' })
  assert.deepEqual(lastWhole('monthly', '2026-03-01'), { from_day: '2026-02-01', to_day: '2026-02-28' })
  assert.deepEqual(lastWhole('daily', '2026-01-01'), { from_day: '2025-12-31', to_day: '2025-12-31' })
  assert.deepEqual(
    [dueOn('weekly', '2026-11-23'), dueOn('weekly', '2026-11-24'), dueOn('monthly', '2026-12-01')],
    [true, false, true],
  )
})

test('the report of Monday equals the dashboard to the franc, is made once, and opens as PDF and workbook', async () => {
  house.clock.now = new Date('2026-11-18T10:00:00Z')
  const shop = await openShop(house)
  const product_id = await shop.product({ price_minor: 1_250, supplier_id: shop.supplier_id })
  await shop.receive(product_id, 300, 733.337, { at: '2026-10-01T08:00:00Z' })
  for (let day = 0; day < 4; day++) {
    house.clock.now = new Date(Date.UTC(2026, 10, 18 + day, 10))
    await shop.send('POST', '/sales', {
      location_id: shop.shop_id,
      lines: [{ product_id, quantity: 7 + day }],
    })
  }
  house.clock.now = new Date('2026-11-23T07:30:00Z')
  await shop.run((ctx) => predict(ctx, [product_id]))
  const id = await shop.run((ctx) => askReport(ctx, 'weekly', null))
  assert.equal(await shop.run((ctx) => askReport(ctx, 'weekly', null)), null, 'one for the clock')
  const worker = await createWorker(house.platform)
  let report: { status: string; pdf: string; xlsx: string; figures: Overview } | undefined
  try {
    for (let n = 0; n < 200 && report?.status !== 'ready'; n++) {
      report = await shop.send('GET', `/reports/${id}`)
      if (report!.status !== 'ready') await new Promise((done) => setTimeout(done, 100))
    }
  } finally {
    await worker.close()
  }
  assert.equal(report!.status, 'ready')
  const dashboard = await shop.send<Overview>('GET', '/overview?span=weekly')
  assert.deepEqual(report!.figures, dashboard)
  assert.equal(dashboard.sales_minor, (7 + 8 + 9 + 10) * 1_250)
  const again = await shop.run((ctx) => overviewOf(ctx, lastWhole('weekly', '2026-11-23')))
  assert.deepEqual(again, dashboard)
  for (const [link, head] of [
    [report!.pdf, '%PDF-'],
    [report!.xlsx, 'PK'],
  ] as const) {
    const file = await house.server.app.inject({ url: link })
    assert.equal(file.statusCode, 200)
    assert.equal(file.rawPayload.subarray(0, head.length).toString(), head)
  }
  const { rows } = await shop.run((ctx) =>
    sql<{
      n: number
    }>`select count(*)::int as n from platform.message where notice = 'stock.report_ready'`.execute(db(ctx)),
  )
  assert.equal(rows[0]!.n, 1, 'the owner')
})
