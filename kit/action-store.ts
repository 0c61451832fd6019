import { useEffect, useRef } from 'react'
import type { IconName } from './Icon.tsx'

export interface Action {
  id: string
  label: string
  run: () => void
  icon?: IconName
  /** Other words one might look for it by. */
  words?: string
}

export interface Found extends Action {
  note?: string
}

let sets: readonly { id: string; actions: () => readonly Action[] }[] = []
const searches = new Map<string, (written: string) => Promise<readonly Found[]>>()

/** Named acts of the page for Ctrl+K. What has a shortcut is already there. */
export function useActions(id: string, actions: readonly Action[]): void {
  const latest = useRef(actions)
  useEffect(() => {
    latest.current = actions
  })
  useEffect(() => {
    const set = { id, actions: () => latest.current }
    sets = [...sets, set]
    return () => {
      sets = sets.filter((one) => one !== set)
    }
  }, [id])
}

/** Lets a module answer what is written in the palette: tickets by number, people by name. */
export function registerSearch(module: string, search: (written: string) => Promise<readonly Found[]>): void {
  searches.set(module, search)
}

export function activeActions(): readonly Action[] {
  return sets.toReversed().flatMap((set) => set.actions())
}

export function activeSearches() {
  return [...searches.values()]
}
