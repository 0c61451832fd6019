import { Readable } from 'node:stream'
import { sql } from 'kysely'
import type { Ctx, Tenant } from '@guichet/platform/ctx'
import { newId } from '@guichet/platform/ids'
import { asSystem, type Platform } from '@guichet/platform/platform'
import type { Said } from '../model/job.ts'
import { findTesseract, inChild, languageFolder, type Ended } from './reader.ts'
import {
  addAttachment,
  claim,
  finish,
  goOn,
  release,
  storePage,
  unreadableReasons,
  type Claimed,
} from './store.ts'

export interface Attempt {
  platform: Platform
  tenant: Tenant
  document_id: string
  password?: string
  /** Statuses from which the document may be taken. */
  from: readonly string[]
  signal: AbortSignal
  /** After this long the reader stops between two pages and says `unfinished`. */
  budget_ms: number
  /** The file could be opened. */
  opened?: () => void
}

export type Outcome = 'ended' | 'unfinished' | 'taken' | 'wrong_password'

/** A page that ends its reader is given up; a file that does so time and again is as well. */
const mostFalls = 3
const heartbeat_ms = 1_000

/** Reads what is missing of a document, page by page, each stored before the one after the next is begun. */
export async function readOn(attempt: Attempt): Promise<Outcome> {
  const { platform, tenant, document_id } = attempt
  const open = <T>(work: (ctx: Ctx) => Promise<T>): Promise<T> => asSystem(platform, tenant, work)
  const begun = performance.now()
  let claimed = await open((ctx) => claim(ctx, document_id, newId(), attempt.from))
  if (claimed === 'later') return 'taken'
  if (claimed === null) return 'ended'
  try {
    const whole = await joinChunks(attempt, claimed)
    if (!whole) return 'ended'
    claimed = { ...claimed, sha256: whole }
    for (let falls = 0; ;) {
      const ended = await readOnce(attempt, claimed, begun)
      if (ended.how === 'stopped') {
        await open((ctx) => release(ctx, claimed as Claimed))
        return 'unfinished'
      }
      if (ended.how === 'refused' && ended.reason === 'wrong_password') {
        await open((ctx) => finish(ctx, claimed as Claimed, { status: 'needs_password' }))
        return 'wrong_password'
      }
      if (ended.how === 'fell' && ended.page !== null && ++falls < mostFalls) {
        const { page, reason } = ended
        const lost = {
          say: 'page',
          page,
          method: 'unreadable',
          reason,
          confidence: null,
          text: '',
          hidden: null,
        } as const
        if (!(await open((ctx) => storePage(ctx, claimed as Claimed, lost, new Set())))) return 'ended'
        claimed.skip.push(page)
        continue
      }
      await open((ctx) => conclude(ctx, claimed as Claimed, ended))
      return 'ended'
    }
  } catch (error) {
    await open((ctx) => release(ctx, claimed as Claimed)).catch(() => {})
    throw error
  }
}

async function conclude(ctx: Ctx, claimed: Claimed, ended: Ended): Promise<void> {
  if (ended.how === 'refused') {
    const status = ended.reason === 'password' ? 'needs_password' : 'failed'
    return finish(ctx, claimed, status === 'failed' ? { status, reason: ended.reason } : { status })
  }
  if (ended.how === 'fell') return finish(ctx, claimed, { status: 'failed', reason: ended.reason })
  if (ended.how !== 'done') return
  const { all, reasons } = await unreadableReasons(ctx, claimed)
  const broken = ['damaged', 'memory', 'too_slow', 'crashed', 'too_many_pixels']
  const reason = reasons.find((one) => broken.includes(one))
  if (all && reason && reasons.every((one) => broken.includes(one)))
    return finish(ctx, claimed, { status: 'failed', reason })
  return finish(ctx, claimed, { status: 'read', page_count: ended.page_count })
}

/** One child, until it ends, is told to stop, or the time is up. */
async function readOnce(attempt: Attempt, claimed: Claimed, begun: number): Promise<Ended> {
  const { platform, tenant } = attempt
  const open = <T>(work: (ctx: Ctx) => Promise<T>): Promise<T> => asSystem(platform, tenant, work)
  const known = new Set<string>()
  const stopping = new AbortController()
  const stop = () => stopping.abort()
  attempt.signal.addEventListener('abort', stop, { once: true })
  if (attempt.signal.aborted) stop()
  // Between two pages of a long recognition, too, somebody may have cancelled.
  const beat = setInterval(() => {
    open((ctx) => goOn(ctx, claimed))
      .then((wanted) => wanted || stop())
      .catch(() => {})
  }, heartbeat_ms)

  async function heard(said: Said): Promise<boolean> {
    switch (said.say) {
      case 'opened': {
        const { type, page_count, note } = said
        attempt.opened?.()
        return open((ctx) => goOn(ctx, claimed, { type, page_count, note }))
      }
      case 'page': {
        const go = await open((ctx) => storePage(ctx, claimed, said, known))
        claimed.skip.push(said.page)
        return go && performance.now() - begun < attempt.budget_ms
      }
      case 'attachment': {
        const { index, name, bytes } = said
        const { sha256 } = await platform.files.put(tenant.id, Readable.from([Buffer.from(bytes)]))
        await open((ctx) => addAttachment(ctx, claimed, index, { name, bytes: bytes.byteLength, sha256 }))
        return true
      }
      default:
        return true
    }
  }
  try {
    return await inChild({
      job: {
        task: 'read',
        name: claimed.name,
        method: claimed.method,
        skip: claimed.skip,
        draw: [],
        password: attempt.password ?? null,
        limits: claimed.limits,
        ...engines(),
      },
      file: await platform.files.open(tenant.id, claimed.sha256!),
      signal: stopping.signal,
      heard,
    })
  } finally {
    clearInterval(beat)
    attempt.signal.removeEventListener('abort', stop)
  }
}

/** Which recognition this machine has; looked for once. */
export function engines(): { tesseract: string | null; languages: string } {
  tesseract ??= { found: findTesseract() }
  return { tesseract: tesseract.found, languages: tesseract.found ? '' : languageFolder() }
}
let tesseract: { found: string | null } | null = null

/** Joins what arrived in parts into one stored file. @returns its address, or null when the reader should stop */
async function joinChunks(attempt: Attempt, claimed: Claimed): Promise<string | null> {
  if (claimed.sha256) return claimed.sha256
  const { platform, tenant } = attempt
  const { files } = platform
  const parts = await asSystem(platform, tenant, async (ctx) =>
    sql<{
      sha256: string
    }>`select sha256 from documents.chunk where document_id = ${claimed.id} order by from_byte`.execute(
      ctx.transaction.db,
    ),
  )
  async function* joined(): AsyncGenerator<Uint8Array> {
    for (const { sha256 } of parts.rows) yield* await files.open(tenant.id, sha256)
  }
  const sha256 =
    parts.rows.length === 1 ? parts.rows[0]!.sha256 : (await files.put(tenant.id, joined())).sha256
  return asSystem(platform, tenant, async (ctx) => {
    if (!(await goOn(ctx, claimed, { sha256 }))) return null
    await sql`delete from documents.chunk where document_id = ${claimed.id}`.execute(ctx.transaction.db)
    return sha256
  })
}
