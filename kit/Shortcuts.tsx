import { lazy, Suspense, useState } from 'react'
import { useText } from './texts.ts'
import { useShortcuts } from './shortcut-store.ts'

export { setShortcutPreferences, useShortcutPreferences, useShortcuts } from './shortcut-store.ts'
export type { Shortcut } from './shortcut-store.ts'

const Help = lazy(() => import('./ShortcutHelp.tsx').then((file) => ({ default: file.ShortcutHelp })))

/** `?` shows which keys answer here. Placed once, by the shell, which also opens it from its menu. */
export function ShortcutHelpKey({
  isOpen,
  onOpenChange,
}: {
  isOpen: boolean
  onOpenChange: (open: boolean) => void
}) {
  const text = useText('kit')
  const [wanted, setWanted] = useState(false)
  useShortcuts('kit', { '?': { label: text('shortcuts.title'), run: () => onOpenChange(true) } })
  if (isOpen && !wanted) setWanted(true)
  return wanted ? (
    <Suspense fallback={null}>
      <Help isOpen={isOpen} onClose={() => onOpenChange(false)} />
    </Suspense>
  ) : null
}
