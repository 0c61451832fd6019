import { sql } from 'kysely'
import { z } from 'zod'
import { defineTask, later } from '@guichet/platform/task'
import { valuations } from './catalogue/model.ts'
import { db, settingsOf } from './catalogue/queries.ts'
import { holdValues, valueAgain } from './ledger/commands/value.ts'

const batch = 500

/** Values every product again by another method, some hundreds at a time so that sales are never kept waiting long. */
export const revalue = defineTask({
  name: 'stock.revalue',
  queue: 'maintenance',
  payload: z.object({ method: z.enum(valuations), after: z.uuid().nullable() }),
  async run(work, { method, after }) {
    await work.open(async (ctx) => {
      // Changed again meanwhile: the later change has its own task.
      if ((await settingsOf(ctx)).valuation !== method) return
      const { rows } = await sql<{ product_id: string }>`
        select product_id from stock.valuation where method <> ${method} ${after ? sql`and product_id > ${after}::uuid` : sql``}
        order by product_id limit ${batch}`.execute(db(ctx))
      const ids = rows.map((row) => row.product_id)
      const held = await holdValues(ctx, ids)
      await valueAgain(ctx, held, method)
      await sql`update stock.valuation set method = ${method} where product_id = any(${ids}::uuid[])`.execute(
        db(ctx),
      )
      if (ids.length === batch) await later(ctx, revalue, { method, after: ids.at(-1)! })
    })
  },
})
