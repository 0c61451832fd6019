import { sql } from 'kysely'
import { customerNames } from '@guichet/organisation'
import type { Ctx } from '@guichet/platform/ctx'
import type { SearchHit } from '../contract.ts'
import type { PageMethod } from '../model.ts'
import { plain } from '../reading/model/words.ts'
import { marked, nearEnough, openMark, closeMark, wordsAsked } from './model.ts'

interface Found {
  items: (SearchHit & { id: string })[]
  next_cursor: string | null
  taken_for: { written: string; meant: string[] }[]
}

/**
 * Pages that hold all of these words, best first. The policy of the rows is applied before the words are
 * looked at, so the pages of one organisation are read through: no index answers across organisations.
 */
export async function searchPages(
  ctx: Ctx,
  query: { q: string; customer_id?: string; limit: number; cursor?: string },
): Promise<Found> {
  const words = wordsAsked(query.q)
  if (words.length === 0) return { items: [], next_cursor: null, taken_for: [] }
  const taken_for = await misspelt(ctx, words)
  const meant = new Map(taken_for.map((one) => [one.written, one.meant]))
  const asked = words
    .map((word, index) => {
      const options = [word, ...(meant.get(word) ?? [])]
      // The last word may still be being written.
      if (index === words.length - 1 && word.length >= 3) options.push(`${word}:*`)
      return `(${options.join(' | ')})`
    })
    .join(' & ')
  const offset = Number(query.cursor ?? 0)
  const { rows } = await sql<{
    document_id: string
    document_name: string
    customer_id: string | null
    page: number
    method: PageMethod
    headline: string
  }>`
    with q as (select to_tsquery('documents.french', ${asked}) as query),
    hits as (
      select p.document_id, p.page, p.method, p.text, d.name, d.customer_id, ts_rank(p.words, q.query) as rank
      from documents.page p join documents.document d on d.id = p.document_id cross join q
      where p.words @@ q.query and (${query.customer_id ?? null}::uuid is null or d.customer_id = ${query.customer_id ?? null}::uuid)
      order by rank desc, p.document_id desc, p.page limit ${query.limit + 1} offset ${offset})
    select document_id, name as document_name, customer_id, page, method,
      ts_headline('documents.french', left(text, 50000), q.query,
        ${`StartSel=${openMark}, StopSel=${closeMark}, MaxFragments=2, MaxWords=22, MinWords=8, FragmentDelimiter=" … "`}) as headline
    from hits cross join q order by rank desc, document_id desc, page`.execute(ctx.transaction.db)
  const names = await customerNames(
    ctx,
    rows.flatMap((row) => row.customer_id ?? []),
  )
  return {
    items: rows.slice(0, query.limit).map(({ headline, ...row }) => ({
      ...row,
      id: `${row.document_id}/${row.page}`,
      customer_name: (row.customer_id && names.get(row.customer_id)) ?? null,
      excerpt: marked(headline),
    })),
    next_cursor: rows.length > query.limit ? String(offset + query.limit) : null,
    taken_for,
  }
}

/** Words that stand on no page, with those of the pages they look like. */
async function misspelt(ctx: Ctx, words: readonly string[]): Promise<Found['taken_for']> {
  const candidates = words.filter((word) => /^\p{L}{4,}$/u.test(word))
  if (candidates.length === 0) return []
  const { rows } = await sql<{ word: string }>`
    select w as word from unnest(${candidates}::text[]) w
    where not exists (select from documents.word k where k.word = w)
      and numnode(plainto_tsquery('documents.french', w)) > 0
      and not exists (select from documents.page p where p.words @@ plainto_tsquery('documents.french', w))`.execute(
    ctx.transaction.db,
  )
  const found: Found['taken_for'] = []
  for (const { word } of rows) {
    const { rows: alike } = await sql<{ word: string; likeness: number }>`
      select word, documents.likeness(word, ${plain(word)}) as likeness from documents.word
      where length(word) between ${word.length - 3} and ${word.length + 3}
      order by likeness desc, word limit 5`.execute(ctx.transaction.db)
    const meant = nearEnough(alike)
    if (meant.length > 0) found.push({ written: word, meant })
  }
  return found
}
