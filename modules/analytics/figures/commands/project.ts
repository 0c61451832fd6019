import { sql } from 'kysely'
import { listSites, localDayOf, readSite, type Site } from '@guichet/organisation'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import { historiesAfter, historyOf, subjectCount, type PastEvent } from '@guichet/platform/history'
import { localHour } from '@guichet/platform/local-time'
import type { AnalyticsTables } from '../../tables.ts'
import { readStory, type TicketStory } from '../model/story.ts'
import { addUp, cellKey, lockCells, type Cell } from './add-up.ts'

const db = tablesOf<AnalyticsTables>()

/** More than any ticket lives through. */
const longestStory = 5_000

/**
 * Reads one ticket's story again, whole, and brings its facts and the sheets of its days up to date. Asked
 * twice, or in the wrong order, it writes the same.
 */
export async function projectTicket(ctx: Ctx, ticket_id: string): Promise<void> {
  const story = readStory(await historyOf(ctx, ticket_id, longestStory))
  if (!story) return
  const site = await readSite(ctx, story.site_id)
  await keep(ctx, new Map([[ticket_id, { story, site }]]), false)
}

/** Tickets read in one transaction of a rebuild. */
const batch = 1_000

/**
 * Reads the next tickets of the log again, from the first event on: the facts are what the log says, however
 * they came to differ. @returns the last ticket read, to go on after it; null at the end
 */
export async function projectAgain(ctx: Ctx, after: string | null, most = batch): Promise<string | null> {
  const histories = await historiesAfter(ctx, 'queue.ticket_issued', after, most)
  if (histories.size === 0) return null
  const sites = new Map((await listSites(ctx)).map((site) => [site.id, site]))
  const read = new Map<string, Read>()
  for (const [ticket_id, events] of histories) {
    const story = readStory(events as PastEvent[])
    const site = story && sites.get(story.site_id)
    if (story && site) read.set(ticket_id, { story, site })
  }
  await keep(ctx, read, true)
  return [...histories.keys()].at(-1)!
}

/** Whether every ticket of the log has its facts. */
export async function factsAreComplete(ctx: Ctx): Promise<boolean> {
  const { known } = await db(ctx)
    .selectFrom('analytics.ticket_fact')
    .select((e) => e.fn.countAll<number>().as('known'))
    .executeTakeFirstOrThrow()
  return known === (await subjectCount(ctx, 'queue.ticket_issued'))
}

interface Read {
  story: TicketStory
  site: Site
}

const moment = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString())

function factOf(tenant_id: string, ticket_id: string, { story, site }: Read) {
  const issued = new Date(story.issued_at)
  return {
    tenant_id,
    ticket_id,
    number: story.number,
    site_id: story.site_id,
    service_id: story.service_id,
    agent_id: story.agent_id,
    local_day: localDayOf(site, issued),
    hour: localHour(issued, site.time_zone),
    status: story.status,
    issued_at: moment(story.issued_at)!,
    called_at: moment(story.called_at),
    started_at: moment(story.started_at),
    ended_at: moment(story.ended_at),
    wait_s: story.wait_s,
    left_after_s: story.left_after_s,
    service_s: story.service_s,
    calls: story.calls,
    transfers: story.transfers,
    last_seq: story.last_seq,
  }
}

function passagesOf(tenant_id: string, ticket_id: string, { story, site }: Read) {
  return story.passages.map((passage, position) => ({
    tenant_id,
    ticket_id,
    position,
    site_id: story.site_id,
    service_id: passage.service_id,
    agent_id: passage.agent_id,
    local_day: localDayOf(site, new Date(passage.called_at)),
    called_at: moment(passage.called_at)!,
    ended_at: moment(passage.ended_at),
    ending: passage.ending,
    service_s: passage.service_s,
  }))
}

/** @param again whether facts as recent as these are written all the same */
async function keep(ctx: Ctx, read: ReadonlyMap<string, Read>, again: boolean): Promise<void> {
  const facts = [...read].map(([ticket_id, one]) => factOf(ctx.tenant.id, ticket_id, one))
  const passages = [...read].flatMap(([ticket_id, one]) => passagesOf(ctx.tenant.id, ticket_id, one))
  const ids = [...read.keys()]
  const cells = new Map<string, Cell>()
  const touch = (rows: readonly Cell[]) => rows.forEach((cell) => cells.set(cellKey(cell), cell))
  touch(facts)
  touch(passages)
  const { rows: former } = await sql<Cell>`
    select distinct site_id, service_id, local_day from analytics.ticket_fact where ticket_id = any(${ids}::uuid[])
    union select distinct site_id, service_id, local_day from analytics.passage_fact where ticket_id = any(${ids}::uuid[])`.execute(
    db(ctx),
  )
  touch(former)
  // Taken before anything is written: of two tickets of one day, the second adds up when the first has committed.
  await lockCells(ctx, cells)
  const { rows: written } = await sql<{ ticket_id: string }>`
    insert into analytics.ticket_fact as f
    select * from jsonb_populate_recordset(null::analytics.ticket_fact, ${JSON.stringify(facts)}::jsonb)
    on conflict (tenant_id, ticket_id) do update set
      number = excluded.number, site_id = excluded.site_id, service_id = excluded.service_id, agent_id = excluded.agent_id,
      local_day = excluded.local_day, hour = excluded.hour, status = excluded.status, issued_at = excluded.issued_at,
      called_at = excluded.called_at, started_at = excluded.started_at, ended_at = excluded.ended_at,
      wait_s = excluded.wait_s, left_after_s = excluded.left_after_s, service_s = excluded.service_s,
      calls = excluded.calls, transfers = excluded.transfers, last_seq = excluded.last_seq
    where excluded.last_seq > f.last_seq or (${again} and excluded.last_seq = f.last_seq)
    returning ticket_id`.execute(db(ctx))
  const fresh = new Set(written.map((row) => row.ticket_id))
  if (fresh.size === 0) return
  await db(ctx)
    .deleteFrom('analytics.passage_fact')
    .where('ticket_id', '=', sql<string>`any(${[...fresh]}::uuid[])`)
    .execute()
  const newer = passages.filter((passage) => fresh.has(passage.ticket_id))
  if (newer.length > 0) {
    await sql`insert into analytics.passage_fact
      select * from jsonb_populate_recordset(null::analytics.passage_fact, ${JSON.stringify(newer)}::jsonb)`.execute(
      db(ctx),
    )
  }
  await addUp(ctx, cells)
}
