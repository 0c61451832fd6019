import { useEffect, useRef, useSyncExternalStore } from 'react'

export interface Shortcut {
  /** Shown in the help and in the palette. */
  label: string
  run: () => void
  isDisabled?: boolean
}

interface ActiveSet {
  id: string
  keys: () => Readonly<Record<string, Shortcut>>
}

export interface ShortcutPreferences {
  off: boolean
  /** `desk.n` to the key wanted instead. */
  keys: Record<string, string>
}

let active: readonly ActiveSet[] = []
const listeners = new Set<() => void>()
let preferences = readPreferences()

function readPreferences(): ShortcutPreferences {
  try {
    const kept = JSON.parse(localStorage.getItem('guichet_shortcuts') ?? '{}') as Partial<ShortcutPreferences>
    return { off: kept.off === true, keys: kept.keys ?? {} }
  } catch {
    return { off: false, keys: {} }
  }
}

export function setShortcutPreferences(next: ShortcutPreferences): void {
  preferences = next
  localStorage.setItem('guichet_shortcuts', JSON.stringify(next))
  listeners.forEach((tell) => tell())
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function useShortcutPreferences(): ShortcutPreferences {
  return useSyncExternalStore(subscribe, () => preferences)
}

export function keyFor(id: string, key: string): string {
  return preferences.keys[`${id}.${key}`] ?? key
}

/** Everything that answers to a key at this moment, the innermost part of the page first. */
export function activeShortcuts(): { id: string; key: string; shortcut: Shortcut }[] {
  return active
    .toReversed()
    .flatMap(({ id, keys }) => Object.entries(keys()).map(([key, shortcut]) => ({ id, key, shortcut })))
}

/**
 * Keys of a part of the page: `useShortcuts('desk', { n: { label, run }, 'ctrl+z': …, '1': … })`.
 * They sleep while one writes in a field and while a dialog or menu is open.
 */
export function useShortcuts(
  id: string,
  keys: Readonly<Record<string, Shortcut>>,
  options: { enabled?: boolean } = {},
): void {
  const latest = useRef(keys)
  useEffect(() => {
    latest.current = keys
  })
  const enabled = options.enabled ?? true
  useEffect(() => {
    if (!enabled) return
    const set: ActiveSet = { id, keys: () => latest.current }
    if (active.length === 0) document.addEventListener('keydown', onKey)
    active = [...active, set]
    return () => {
      active = active.filter((one) => one !== set)
      if (active.length === 0) document.removeEventListener('keydown', onKey)
    }
  }, [id, enabled])
}

/** What was pressed, as preferences write it: letters by what they print, digits by their place. */
export function keyName(
  event: Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
): string | null {
  if (event.altKey) return null
  const digit = /^(?:Digit|Numpad)([0-9])$/.exec(event.code)?.[1]
  let name = digit ?? event.key.toLowerCase()
  // Under Arabic or Cyrillic layouts letters are found by their place.
  if (!digit && event.key.length === 1 && event.key > '\u024f') {
    name = /^Key([A-Z])$/.exec(event.code)?.[1]?.toLowerCase() ?? name
  }
  if (event.shiftKey && /^[a-z]$/.test(name)) name = `shift+${name}`
  return event.ctrlKey || event.metaKey ? `ctrl+${name}` : name
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  const pressed = keyName(event)
  if (!pressed) return
  if (preferences.off && !pressed.startsWith('ctrl+')) return
  if (isBusyElsewhere(event.target as Element | null, pressed)) return
  // A held key repeats: fine for moving through a list, never for calling somebody.
  if (event.repeat && !['j', 'k', 'arrowdown', 'arrowup'].includes(pressed)) return
  const found = activeShortcuts().find(
    ({ id, key, shortcut }) => keyFor(id, key) === pressed && !shortcut.isDisabled,
  )
  if (!found) return
  event.preventDefault()
  found.shortcut.run()
}

function isBusyElsewhere(target: Element | null, pressed: string): boolean {
  if (document.querySelector('[data-modal]')) return true
  if (target?.closest('[role="menu"], [role="listbox"], [role="combobox"]')) return true
  const field = target?.closest('input, textarea, select, [contenteditable="true"]')
  if (!field) return false
  const written = !(
    field instanceof HTMLInputElement && ['checkbox', 'radio', 'button', 'submit'].includes(field.type)
  )
  // The palette opens from anywhere; Ctrl+Z in a field belongs to the field.
  return written && pressed !== 'ctrl+k'
}
