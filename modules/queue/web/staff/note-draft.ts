import { useState } from 'react'

const name = (ticket_id: string) => `guichet_note_${ticket_id}`

/** What is being written about a visitor: survives a reload, and goes away with the visitor. */
export function useNoteDraft(ticket_id: string | null): [string, (note: string) => void] {
  const [draft, setDraft] = useState({ ticket_id, note: kept(ticket_id) })
  // Another visitor stands there: the words belong to the one before.
  const note = draft.ticket_id === ticket_id ? draft.note : kept(ticket_id)
  function write(next: string): void {
    setDraft({ ticket_id, note: next })
    if (ticket_id) sessionStorage.setItem(name(ticket_id), next)
  }
  return [note, write]
}

function kept(ticket_id: string | null): string {
  return ticket_id ? (sessionStorage.getItem(name(ticket_id)) ?? '') : ''
}

export function forgetNote(ticket_id: string): void {
  sessionStorage.removeItem(name(ticket_id))
}
