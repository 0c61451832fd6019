import { useState } from 'react'

export type PaperWidth = '58' | '80'
interface Preferences {
  width: PaperWidth
  /** Print as soon as a ticket is given. */
  at_once: boolean
}
const name = 'guichet_ticket_paper'

function kept(): Preferences {
  try {
    const read = JSON.parse(localStorage.getItem(name) ?? '{}') as Partial<Preferences>
    return { width: read.width === '58' ? '58' : '80', at_once: read.at_once === true }
  } catch {
    return { width: '80', at_once: false }
  }
}

/** Of this device rather than of the person: the printer stays on the desk. */
export function usePrintPreferences(): [Preferences, (change: Partial<Preferences>) => void] {
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
