import type { ColumnType, Kysely } from 'kysely'
import type { Ctx } from '../ctx.ts'

/**
 * Gives a module its own view of the transaction: `export const db = tablesOf<QueueTables>()`.
 * Another module's tables are not in the type, so they cannot be named.
 */
export const tablesOf =
  <Tables>() =>
  (ctx: Pick<Ctx, 'transaction'>): Kysely<Tables> =>
    ctx.transaction.db as Kysely<Tables>

/** Column types used by the generated `tables.ts` files. */
export type Timestamp = ColumnType<string, string | Date, string | Date>
// oxlint-disable-next-line no-explicit-any -- what a JSON column holds is known to the module that owns it
export type Json = ColumnType<any, string, string>
/** Filled by the database when left out. */
export type Defaulted<T> = ColumnType<Selected<T>, Inserted<T> | undefined, Updated<T>>
/** Filled by the database, always. */
export type Generated<T> = ColumnType<Selected<T>, never, never>
type Selected<T> = T extends ColumnType<infer S, infer _I, infer _U> ? S : T
type Inserted<T> = T extends ColumnType<infer _S, infer I, infer _U> ? I : T
type Updated<T> = T extends ColumnType<infer _S, infer _I, infer U> ? U : T
