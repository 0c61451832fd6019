import type { Count, CountLine } from '../../counts/contract.ts'

/** What this device counted of one line. */
export interface Entry {
  line_id: string
  counted: number
  counted_at: string
  /** The revision of the line that was on the screen. */
  revision: number
  state: 'to_send' | 'sent' | 'conflict'
  /** What somebody else found, where both differ. */
  theirs?: { counted: number; counted_by: string | null; revision: number }
}
export type LineState = 'draft' | Entry['state']
export type Entries = Readonly<Record<string, Entry>>

interface Reply {
  taken: readonly { line_id: string; revision: number }[]
  conflicts: readonly { line_id: string; counted: number; counted_by: string | null; revision: number }[]
}

export const toSend = (entries: Entries): Entry[] =>
  Object.values(entries).filter((one) => one.state === 'to_send')

/** A line counted here, on top of what one knew of it. */
export function enter(entries: Entries, line: CountLine, counted: number, now: Date): Entries {
  const revision = Math.max(line.revision, entries[line.id]?.revision ?? 0)
  return {
    ...entries,
    [line.id]: { line_id: line.id, counted, counted_at: now.toISOString(), revision, state: 'to_send' },
  }
}

/** What the server made of what was sent. A line counted again while the answer travelled is still to be sent. */
export function settle(entries: Entries, sent: readonly Entry[], reply: Reply): Entries {
  const next: Record<string, Entry> = { ...entries }
  const changed = (line_id: string) =>
    entries[line_id]?.counted_at !== sent.find((one) => one.line_id === line_id)?.counted_at
  for (const { line_id, revision } of reply.taken) {
    const own = entries[line_id]
    if (own) next[line_id] = { ...own, revision, state: changed(line_id) ? 'to_send' : 'sent' }
  }
  for (const { line_id, counted, counted_by, revision } of reply.conflicts) {
    const own = entries[line_id]
    if (own) next[line_id] = { ...own, state: 'conflict', theirs: { counted, counted_by, revision } }
  }
  return next
}

/** A person decides: mine is sent on top of theirs, theirs replaces mine. */
export function decide(entries: Entries, line_id: string, whose: 'mine' | 'theirs', now: Date): Entries {
  const own = entries[line_id]
  if (!own?.theirs) return entries
  const { theirs, ...rest } = own
  return {
    ...entries,
    [line_id]:
      whose === 'mine'
        ? { ...rest, revision: theirs.revision, counted_at: now.toISOString(), state: 'to_send' }
        : { ...rest, counted: theirs.counted, revision: theirs.revision, state: 'sent' },
  }
}

export interface ShownLine {
  line: CountLine
  counted: number | null
  state: LineState
  theirs?: Entry['theirs']
}

/** The list as this device shows it: its own counts before the server's. */
export function shownLines(count: Count, entries: Entries): ShownLine[] {
  return count.items.map((line) => {
    const own = entries[line.id]
    // Once sent, what the server knows is at least as new.
    if (!own || (own.state === 'sent' && line.revision >= own.revision))
      return { line, counted: line.counted, state: line.counted === null ? 'draft' : 'sent' }
    return { line, counted: own.counted, state: own.state, ...(own.theirs && { theirs: own.theirs }) }
  })
}
