import { lazy, Suspense, useState } from 'react'
import type { Action } from './action-store.ts'
import { useShortcuts } from './shortcut-store.ts'
import { useText } from './texts.ts'

export { registerSearch, useActions } from './action-store.ts'
export type { Action, Found } from './action-store.ts'

const Palette = lazy(() => import('./Palette.tsx').then((file) => ({ default: file.Palette })))

interface CommandPaletteProps {
  isOpen: boolean
  onOpenChange: (open: boolean) => void
  /** Pages and acts of the shell itself; those of the page are found by the palette. */
  actions: () => readonly Action[]
}

/** Ctrl+K: anywhere to go and anything to do, by name. Its code comes when first wanted. */
export function CommandPalette({ isOpen, onOpenChange, actions }: CommandPaletteProps) {
  const text = useText('kit')
  const [wanted, setWanted] = useState(false)
  useShortcuts('kit', { 'ctrl+k': { label: text('palette.open'), run: () => onOpenChange(true) } })
  if (isOpen && !wanted) setWanted(true)
  return wanted ? (
    <Suspense fallback={null}>
      {isOpen && <Palette onClose={() => onOpenChange(false)} actions={actions} />}
    </Suspense>
  ) : null
}
