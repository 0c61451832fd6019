import type pg from 'pg'
import { setTimeout as wait } from 'node:timers/promises'
import type { Subscription } from '../events/define.ts'
import type { EmittedEvent, Transaction } from '../ctx.ts'
import { queriesOver } from './query.ts'

export interface TransactionOptions {
  /** null opens a transaction in which no tenant's row is visible. */
  tenant_id: string | null
  subscriptions: ReadonlyMap<string, readonly Subscription[]>
  /** Called once after a commit that emitted events. */
  announce: (emitted: readonly EmittedEvent[]) => void
  read_only?: boolean
}

/** Deadlock and serialisation failures: nothing was written, so the work may simply be done again. */
const mayRetry = new Set(['40P01', '40001'])

/**
 * Runs `work` in one transaction that sees one tenant only. BEGIN and the tenant setting travel with
 * the first statement of `work` in one round trip; the setting is local to the transaction, so the
 * next borrower of the connection starts blind.
 */
export async function inTransaction<T>(
  pool: pg.Pool,
  options: TransactionOptions,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(pool, options, work)
    } catch (error) {
      const code = (error as { code?: string }).code ?? ''
      if (attempt >= 4 || !mayRetry.has(code)) throw error
      await wait(Math.random() * 20 * 2 ** attempt)
    }
  }
}

async function once<T>(
  pool: pg.Pool,
  options: TransactionOptions,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    const opening = Promise.all([
      client.query(options.read_only ? 'begin read only' : 'begin'),
      client.query({
        name: 'set_tenant',
        text: `select set_config('app.tenant_id', $1, true)`,
        values: [options.tenant_id ?? ''],
      }),
    ])
    // Reported where it is awaited; without this a failure of `work` first would leave it unhandled.
    opening.catch(() => {})
    const transaction: Transaction = {
      db: queriesOver(client),
      subscriptions: options.subscriptions,
      emitted: [],
    }
    let result: T
    try {
      result = await work(transaction)
      await opening
    } catch (error) {
      await client.query('rollback').catch((failure: Error) => {
        broken = failure
      })
      throw error
    }
    const ended = await client.query('commit').catch((failure: Error) => {
      broken = failure
      throw failure
    })
    // A failed statement that `work` swallowed turns COMMIT into ROLLBACK without an error.
    if (ended.command !== 'COMMIT') throw new Error('the transaction had failed before its commit')
    if (transaction.emitted.length > 0) options.announce(transaction.emitted)
    return result
  } finally {
    client.release(broken)
  }
}
