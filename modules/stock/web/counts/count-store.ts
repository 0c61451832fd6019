import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { Count } from '../../counts/contract.ts'
import type { Entries } from './outbox.ts'

interface CountDatabase extends DBSchema {
  /** By organisation and count: the list as last seen, and what was counted here. */
  count: { key: string; value: { count: Count; seen_at: string } }
  entries: { key: string; value: Entries }
}

let opened: Promise<IDBPDatabase<CountDatabase>> | undefined
const database = () =>
  (opened ??= openDB<CountDatabase>('guichet-stock', 1, {
    upgrade(db) {
      db.createObjectStore('count')
      db.createObjectStore('entries')
    },
  }))

/** The list and the counts of this device, kept through closed tabs and empty batteries. */
export async function keptCount(key: string) {
  const db = await database()
  const [kept, entries] = await Promise.all([db.get('count', key), db.get('entries', key)])
  return { kept, entries: entries ?? {} }
}
export async function keepCount(key: string, count: Count): Promise<void> {
  await (await database()).put('count', { count, seen_at: new Date().toISOString() }, key)
}
export async function keepEntries(key: string, entries: Entries): Promise<void> {
  await (await database()).put('entries', entries, key)
  void navigator.storage?.persist?.()
}
