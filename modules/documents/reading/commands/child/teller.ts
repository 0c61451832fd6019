import { Refusal, type Job, type Said } from '../../model/job.ts'

export interface Teller {
  /** A page or an attachment: waits until the one before is stored. */
  tell: (said: Said) => Promise<void>
  say: (said: Said) => Promise<void>
}

export interface Found {
  type: 'pdf' | 'docx' | 'xlsx' | 'image' | 'email' | 'outlook' | 'text'
  note: string | null
}

/** @returns how many pages the file has */
export type Reader = (bytes: Uint8Array, job: Job, teller: Teller, found: Found) => Promise<number>

/** Texts that know no layout: every piece is a page read from text. */
export async function tellPages(
  pages: readonly string[],
  job: Job,
  { tell, say }: Teller,
  found: Found,
): Promise<number> {
  if (pages.length > job.limits.max_pages) throw new Refusal('too_many_pages')
  await say({ say: 'opened', type: found.type, page_count: Math.max(1, pages.length), note: found.note })
  if (pages.length === 0 && !job.skip.includes(1)) {
    await tell({
      say: 'page',
      page: 1,
      method: 'unreadable',
      reason: 'no_text',
      confidence: null,
      text: '',
      hidden: null,
    })
  }
  const skip = new Set(job.skip)
  for (const [index, text] of pages.entries()) {
    const page = index + 1
    if (skip.has(page)) continue
    await tell({ say: 'page', page, method: 'text', reason: null, confidence: null, text, hidden: null })
  }
  return Math.max(1, pages.length)
}
