import type pg from 'pg'
import { createHash } from 'node:crypto'
import { tooMany } from '../errors.ts'

/**
 * Slows guessing per account: five free failures, then each one doubles the wait, up to fifteen
 * minutes. The right password clears it. A stranger who keeps guessing keeps the door slow, never shut.
 */
const free = 5
const longest_s = 900

const hashed = (email: string): string => createHash('sha256').update(email.toLowerCase()).digest('base64url')

export async function refuseWhenBlocked(pool: pg.Pool, email: string, now: Date): Promise<void> {
  const { rows } = await pool.query(
    'select blocked_until from platform.sign_in_attempt where account_hash = $1',
    [hashed(email)],
  )
  const until = rows[0]?.blocked_until ? Date.parse(rows[0].blocked_until) : 0
  if (until > now.getTime()) throw tooMany(Math.ceil((until - now.getTime()) / 1000))
}

export async function recordFailure(pool: pg.Pool, email: string, now: Date): Promise<void> {
  await pool.query(
    `insert into platform.sign_in_attempt as a (account_hash, failures, last_at) values ($1, 1, $2)
     on conflict (account_hash) do update set
       failures = case when a.last_at < $2::timestamptz - interval '1 hour' then 1 else a.failures + 1 end,
       last_at = $2,
       blocked_until = case when a.failures + 1 > $3 and a.last_at >= $2::timestamptz - interval '1 hour'
         then $2::timestamptz + make_interval(secs => least($4, 2 ^ least(a.failures + 1 - $3, 20))) end`,
    [hashed(email), now.toISOString(), free, longest_s],
  )
}

export async function clearFailures(pool: pg.Pool, email: string): Promise<void> {
  await pool.query('delete from platform.sign_in_attempt where account_hash = $1', [hashed(email)])
}
