import type { Limits, Method, PageMethod } from '../../model.ts'

/** What the child process is asked; the file's bytes follow on its standard input. */
export interface Job {
  task: 'read' | 'draw'
  name: string
  method: Method
  /** Pages read already, or (when drawing) all but these are left out. */
  skip: number[]
  draw: number[]
  password: string | null
  limits: Limits
  /** Where the machine's own recognition is; null uses the one that comes with the product. */
  tesseract: string | null
  /** Where that one finds its languages. */
  languages: string
}

export interface PageRead {
  say: 'page'
  page: number
  method: PageMethod
  reason: string | null
  confidence: number | null
  text: string
  hidden: string | null
}

/** What the child process says. Pages and attachments are answered with `next` before it goes on. */
export type Said =
  | { say: 'opened'; type: string; page_count: number | null; note: string | null }
  | PageRead
  /** Begins a page: whatever stops the child before the next word was the fault of this page. */
  | { say: 'turning'; page: number }
  | { say: 'attachment'; index: number; name: string; bytes: Uint8Array }
  | { say: 'drawn'; page: number; image: Uint8Array; thumbnail: Uint8Array }
  | { say: 'done'; page_count: number }
  | { say: 'refused'; reason: string }

/** Codes of refusals; each has a text `reason.<code>`. */
export class Refusal extends Error {
  readonly reason: string
  constructor(reason: string) {
    super(reason)
    this.reason = reason
  }
}
