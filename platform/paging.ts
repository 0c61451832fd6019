import { invalid } from './errors.ts'

/** A cursor is the sort key of the last row shown, opaque to callers. */
export const writeCursor = (key: readonly string[]): string =>
  Buffer.from(JSON.stringify(key)).toString('base64url')

export function readCursor(cursor: string | undefined): [string, string] | null {
  if (cursor === undefined) return null
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (Array.isArray(key) && key.length === 2 && isMoment(key[0]) && isId(key[1])) return [key[0], key[1]]
  } catch {
    // falls through: a cursor is ours or it is refused
  }
  throw invalid('platform.invalid_input', [{ path: 'query.cursor', code: 'unknown_cursor' }])
}
/** As we write them, and a day that exists: PostgreSQL would refuse 30 February with an error of its own. */
const isMoment = (value: unknown): value is string =>
  typeof value === 'string' &&
  /^[12]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/.test(value) &&
  !Number.isNaN(Date.parse(value)) &&
  new Date(value).toISOString().startsWith(value.slice(0, 19))
const isId = (value: unknown): value is string =>
  typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value)

/** Rows were read with one more than asked: its presence says that there is a next page. */
export function cutPage<T>(
  rows: readonly T[],
  limit: number,
  keyOf: (row: T) => readonly string[],
): { items: T[]; next_cursor: string | null } {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, next_cursor: rows.length > limit && last ? writeCursor(keyOf(last)) : null }
}
