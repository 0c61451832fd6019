import type { PageRead } from '../../model/job.ts'
import type { Recognised } from './recognise.ts'

/** Below this, what was recognised is noise: it would be quoted as if it stood there. */
const illegible = 35

export function recognisedPage(page: number, read: Recognised, reason: string | null): PageRead {
  const nothing = {
    page,
    say: 'page',
    method: 'unreadable',
    confidence: null,
    text: '',
    hidden: null,
  } as const
  if (read.words === 0) return { ...nothing, reason: 'blank' }
  if (read.confidence < illegible) return { ...nothing, reason: 'illegible', confidence: read.confidence }
  return {
    say: 'page',
    page,
    method: 'ocr',
    reason,
    confidence: read.confidence,
    text: read.text,
    hidden: null,
  }
}
