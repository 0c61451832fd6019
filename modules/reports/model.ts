export const statuses = ['PENDING', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED'] as const
export type Status = (typeof statuses)[number]
export const stages = ['extraction', 'facts', 'writing', 'rendering'] as const
export type Stage = (typeof stages)[number]

/** Nothing more happens by itself. */
export const hasEnded = (status: Status): boolean => status !== 'PENDING' && status !== 'RUNNING'

/** Where the stages lie on the way from nothing to a document, in percent. */
const shares: Record<Stage, [from: number, to: number]> = {
  extraction: [0, 55],
  facts: [55, 70],
  writing: [70, 92],
  rendering: [92, 99],
}

/** @param part how much of the stage is done, 0 to 1 */
export function percentAt(stage: Stage, part: number): number {
  const [from, to] = shares[stage]
  return Math.floor(from + (to - from) * Math.min(1, Math.max(0, part)))
}

/** Why something could not be done, as far as this room knows the words for it; others are the documents room's. */
export const reasons: ReadonlySet<string> = new Set([
  'removed',
  'cancelled',
  'failed',
  'needs_password',
  'uploading',
  'reading_timeout',
  'nothing_read',
  'timeout',
  'out_of_memory',
  'crashed',
  'unexpected',
  'unreachable',
  'missing',
  'refused',
  'overflow',
  'truncated',
  'cut',
  'load_timeout',
  'first_token_timeout',
  'stalled',
  'unreadable',
])
