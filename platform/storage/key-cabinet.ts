import type { Transaction } from '../ctx.ts'
import type { KeyCabinet } from './files.ts'

/** Keys of organisations, each in its own organisation's row. */
export function keyCabinet(
  open: <T>(tenant_id: string, work: (transaction: Transaction) => Promise<T>) => Promise<T>,
): KeyCabinet {
  const read = (tenant_id: string): Promise<string | null> =>
    open(tenant_id, async ({ db }) => {
      const row = await db.selectFrom('platform.file_key').select('sealed').executeTakeFirst()
      return (row?.sealed as string | undefined) ?? null
    })
  return {
    read,
    async writeFirst(tenant_id, sealed) {
      await open(tenant_id, ({ db }) =>
        db
          .insertInto('platform.file_key')
          .values({ tenant_id, sealed })
          .onConflict((conflict) => conflict.doNothing())
          .execute(),
      )
      return (await read(tenant_id))!
    },
  }
}
