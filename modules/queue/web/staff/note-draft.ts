import { useState } from 'react'
import type { Ticket } from '../../contract.ts'
import { joinNotes } from './notes.ts'

interface Draft {
  ticket_id: string
  note: string
}
const name = 'guichet_note'

/** What is being written about the present visitor: survives a reload and an undo, until the next visitor. */
export function useNoteDraft(ticket: Ticket | null): {
  note: string
  write: (note: string) => void
  whole: string | undefined
} {
  const [draft, setDraft] = useState(kept)
  const mine = ticket !== null && draft?.ticket_id === ticket.id
  // Once saved, the words stand in the ticket itself.
  const note = mine && !ticket.note?.includes(draft.note) ? draft.note : ''
  return {
    note,
    write(next) {
      if (!ticket) return
      const written = { ticket_id: ticket.id, note: next }
      setDraft(written)
      sessionStorage.setItem(name, JSON.stringify(written))
    },
    whole: joinNotes(ticket?.note ?? null, note),
  }
}

function kept(): Draft | null {
  try {
    return JSON.parse(sessionStorage.getItem(name) ?? 'null') as Draft | null
  } catch {
    return null
  }
}
