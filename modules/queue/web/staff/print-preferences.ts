import { useState } from 'react'

export type PaperWidth = '58' | '80'
export interface PrintPreferences {
  width: PaperWidth
  /** Print as soon as a ticket is given. */
  at_once: boolean
}
const name = 'guichet_ticket_paper'

function kept(): PrintPreferences {
  try {
    const read = JSON.parse(localStorage.getItem(name) ?? '{}') as Partial<PrintPreferences>
    return { width: read.width === '58' ? '58' : '80', at_once: read.at_once === true }
  } catch {
    return { width: '80', at_once: false }
  }
}

/** Of this device rather than of the person: the printer stays on the desk. */
export function usePrintPreferences(): [PrintPreferences, (change: Partial<PrintPreferences>) => void] {
  const [preferences, set] = useState(kept)
  return [
    preferences,
    (change) => {
      const next = { ...preferences, ...change }
      localStorage.setItem(name, JSON.stringify(next))
      set(next)
    },
  ]
}
