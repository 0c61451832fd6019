import { parentPort, workerData } from 'node:worker_threads'
import { fillTemplate, type Filling } from './fill.ts'
import { usualTemplate, type TemplateWords } from './usual.ts'

/** What the thread of templates is asked to do; without a template it begins with the product's own. */
export interface RenderOrder {
  template: Uint8Array | null
  usual: { words: TemplateWords; accent: string }
  /** Null: the template itself, to begin one's own from. */
  filling: Filling | null
}

const order = workerData as RenderOrder
const template = order.template ?? (await usualTemplate(order.usual.words, order.usual.accent))
const result = order.filling === null ? template : await fillTemplate(template, order.filling)
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
parentPort?.postMessage({ result })
