import { parentPort, workerData } from 'node:worker_threads'
import { factsOf } from './facts.ts'
import { writeExtractive } from './rank.ts'
import type { Language } from './sentences.ts'
import type { Page, PlannedSection } from './shapes.ts'

/** What the thread of reading and choosing is asked to do. */
export type ThreadOrder =
  | { order: 'facts'; pages: Page[] }
  | { order: 'selection'; pages: Page[]; plan: PlannedSection[]; language: Language }

const asked = workerData as ThreadOrder
const result =
  asked.order === 'facts' ? factsOf(asked.pages) : writeExtractive(asked.pages, asked.plan, asked.language)
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
parentPort?.postMessage({ result })
