import { sql } from 'kysely'
import { z } from 'zod'
import type { Schedule } from '@guichet/platform/module'
import { dailyAt, every } from '@guichet/platform/schedules'
import { defineTask, later } from '@guichet/platform/task'
import { db } from '../catalogue/queries.ts'
import { learn } from './commands/learn.ts'
import { predict } from './commands/predict.ts'
import { replay, scorePredictions } from './commands/score.ts'

/** Products in one transaction: some seconds of work, and sales are never kept waiting. */
const batch = 300

/** Predicts everything, some hundreds of products at a time. */
export const predictAll = defineTask({
  name: 'stock.predict_all',
  queue: 'maintenance',
  payload: z.object({ after: z.uuid().nullable() }),
  async run(work, { after }) {
    await work.open(async (ctx) => {
      if (after === null) await learn(ctx)
      const { rows } = await sql<{ id: string }>`
        select id from stock.product where active ${after ? sql`and id > ${after}::uuid` : sql``} order by id limit ${batch}`.execute(
        db(ctx),
      )
      const ids = rows.map(({ id }) => id)
      await predict(ctx, ids)
      if (ids.length === batch) await later(ctx, predictAll, { after: ids.at(-1)! }, { key: 'all' })
      else await later(ctx, judge, {}, { key: 'judge' })
    })
  },
})

/** Holds what was told against what happened. */
export const judge = defineTask({
  name: 'stock.judge_predictions',
  queue: 'maintenance',
  payload: z.object({}),
  async run(work) {
    await work.open(replay)
    await work.open(scorePredictions)
  },
})

/** Predicts the products whose stock moved since they were last predicted. */
export const predictChanged = defineTask({
  name: 'stock.predict_changed',
  queue: 'default',
  payload: z.object({}),
  async run(work) {
    await work.open(async (ctx) => {
      const { rows } = await sql<{ product_id: string }>`
        select b.product_id from stock.balance b
        left join stock.prediction d on d.tenant_id = b.tenant_id and d.product_id = b.product_id and d.location_id = b.location_id
        where b.predicted_at is null or b.changed_at > b.predicted_at or d.stock <> greatest(0, b.on_hand - b.reserved)
        group by b.product_id order by b.product_id limit ${batch}`.execute(db(ctx))
      await predict(
        ctx,
        rows.map(({ product_id }) => product_id),
      )
      if (rows.length === batch) await later(ctx, predictChanged, {}, { key: 'changed' })
    })
  },
})

/** As many shelves that nobody predicted since they moved mean that a history was brought in. */
const manyMoved = 20

export const schedules: Schedule[] = [
  {
    // Movements that were entered without an event: brought along, or told to a worker that died for good.
    name: 'stock.predict_moved',
    queue: 'maintenance',
    due: every(900),
    async run(ctx) {
      const { rows } = await sql<{ n: number }>`
        select count(*)::int as n from stock.balance b
        left join stock.prediction d on d.tenant_id = b.tenant_id and d.product_id = b.product_id and d.location_id = b.location_id
        where b.predicted_at is null or d.stock <> greatest(0, b.on_hand - b.reserved)`.execute(db(ctx))
      const { n } = rows[0]!
      if (n >= manyMoved) await later(ctx, predictAll, { after: null }, { key: 'all' })
      else if (n > 0) await later(ctx, predictChanged, {}, { key: 'changed' })
    },
  },
  {
    name: 'stock.predict_nightly',
    queue: 'maintenance',
    due: dailyAt('02:10'),
    run: (ctx) => later(ctx, predictAll, { after: null }, { key: 'all' }),
  },
]
