import { sql } from 'kysely'
import type { Module } from '../module.ts'
import { defineTask } from '../jobs/task.ts'
import { z } from 'zod'

/** Younger files may belong to a row that is being written. */
const grace_ms = 24 * 3_600_000

/** Every column of the house that names a file. */
const columnsOf = (modules: readonly Module[]): string[] =>
  modules.flatMap((module) => [...(module.file_columns ?? [])])

/** Lets go of an organisation's files that no row names any more. */
export const sweepFiles = defineTask({
  name: 'platform.sweep_files',
  queue: 'maintenance',
  payload: z.object({}),
  async run({ platform, tenant, open, signal }) {
    const { files } = platform
    const before = platform.now().getTime() - grace_ms
    const old: string[] = []
    for await (const { name, changed_at } of files.list(tenant.id))
      if (changed_at.getTime() < before) old.push(name)
    if (old.length === 0) return
    const used = new Set<string>()
    for (const column of columnsOf(platform.modules)) {
      const [schema, table, name] = column.split('.')
      const rows = await open(async (ctx) =>
        sql<{
          sha256: string
        }>`select distinct ${sql.ref(name!)} as sha256 from ${sql.table(`${schema}.${table}`)}
          where ${sql.ref(name!)} is not null`.execute(ctx.transaction.db),
      )
      for (const { sha256 } of rows.rows) used.add(await files.nameOf(tenant.id, sha256))
    }
    for (const name of old) {
      if (signal.aborted) return
      if (!used.has(name)) await files.discard(name)
    }
  },
})
