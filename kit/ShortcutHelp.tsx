import { type KeyboardEvent, useState } from 'react'
import { Dialog } from './Dialog.tsx'
import { Switch } from './Choices.tsx'
import {
  activeShortcuts,
  keyFor,
  keyName,
  setShortcutPreferences,
  useShortcutPreferences,
} from './shortcut-store.ts'
import { useText } from './texts.ts'

/** The keys of this page, each of which one may change, or all of which one may switch off. */
export function ShortcutHelp({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const text = useText('kit')
  const preferences = useShortcutPreferences()
  const [changing, setChanging] = useState<string | null>(null)
  const shown = activeShortcuts()

  function take(event: KeyboardEvent, name: string) {
    if (changing !== name || event.key === 'Tab') return
    event.preventDefault()
    event.stopPropagation()
    const pressed = keyName(event.nativeEvent)
    if (!pressed || ['shift', 'control', 'meta'].includes(event.key.toLowerCase())) return
    if (pressed !== 'escape') {
      setShortcutPreferences({ ...preferences, keys: { ...preferences.keys, [name]: pressed } })
    }
    setChanging(null)
  }

  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={text('shortcuts.title')} width="medium">
      <Switch
        label={text('shortcuts.on')}
        hint={text('shortcuts.on_note')}
        value={!preferences.off}
        onChange={(on) => setShortcutPreferences({ ...preferences, off: !on })}
      />
      <ul className="mt-4 divide-y divide-line border-y border-line">
        {shown.map(({ id, key, shortcut }) => {
          const name = `${id}.${key}`
          return (
            <li key={name} className="flex items-center justify-between gap-4 py-1.5 text-sm">
              <span>{shortcut.label}</span>
              <button
                type="button"
                aria-label={text('shortcuts.change', {
                  action: shortcut.label,
                  key: written(keyFor(id, key)),
                })}
                onClick={() => setChanging(name)}
                onBlur={() => setChanging(null)}
                onKeyDown={(event) => take(event, name)}
                className="min-h-8 min-w-10 rounded border border-control px-2 font-medium hover:border-ink pointer-coarse:min-h-11"
              >
                {changing === name ? text('shortcuts.press') : written(keyFor(id, key))}
              </button>
            </li>
          )
        })}
      </ul>
      {Object.keys(preferences.keys).length > 0 && (
        <button
          type="button"
          className="mt-3 text-sm text-accent underline"
          onClick={() => setShortcutPreferences({ ...preferences, keys: {} })}
        >
          {text('shortcuts.reset')}
        </button>
      )}
    </Dialog>
  )
}

const names: Record<string, string> = {
  arrowdown: '↓',
  arrowup: '↑',
  arrowleft: '←',
  arrowright: '→',
  ' ': '␣',
}

function written(key: string): string {
  return key
    .split('+')
    .map(
      (part) =>
        names[part] ?? (part.length === 1 ? part.toUpperCase() : part[0]!.toUpperCase() + part.slice(1)),
    )
    .join(' + ')
}
