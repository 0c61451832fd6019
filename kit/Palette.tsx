import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import { Dialog } from 'react-aria-components/Dialog'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { type Action, activeActions, activeSearches, type Found } from './action-store.ts'
import { KeyHint } from './Button.tsx'
import { Icon } from './Icon.tsx'
import { activeShortcuts, keyFor } from './shortcut-store.ts'
import { useText } from './texts.ts'

interface Entry extends Found {
  key?: string
}

export function Palette({ onClose, actions }: { onClose: () => void; actions: () => readonly Action[] }) {
  const text = useText('kit')
  const id = useId()
  const [written, setWritten] = useState('')
  const [at, setAt] = useState(0)
  const [found, setFound] = useState<{ sought: string; items: readonly Entry[] }>({ sought: '', items: [] })
  const input = useRef<HTMLInputElement>(null)

  // Read once: the page behind does not change while the palette is open.
  const [known] = useState<readonly Entry[]>(() => [
    ...activeShortcuts()
      .filter(({ id: set, shortcut }) => set !== 'kit' && !shortcut.isDisabled)
      .map(({ id: set, key, shortcut }) => ({
        id: `${set}.${key}`,
        label: shortcut.label,
        run: shortcut.run,
        key: keyFor(set, key).toUpperCase(),
      })),
    ...activeActions(),
    ...actions(),
  ])

  useEffect(() => input.current?.focus(), [])

  const sought = written.trim()
  useEffect(() => {
    if (sought.length < 2) return
    let stopped = false
    const add = (more: readonly Entry[]) => {
      if (stopped) return
      setFound((before) => ({ sought, items: before.sought === sought ? [...before.items, ...more] : more }))
    }
    const timer = setTimeout(() => {
      // The palette stays useful where the server is not: a search that fails finds nothing.
      for (const search of activeSearches()) search(sought).then(add, () => undefined)
    }, 150)
    return () => {
      stopped = true
      clearTimeout(timer)
    }
  }, [sought])

  const shown = useMemo<Entry[]>(
    () =>
      [
        ...known.filter((entry) => answers(entry, written)),
        ...(found.sought === sought ? found.items : []),
      ].slice(0, 12),
    [known, found, written, sought],
  )
  const chosen = shown[Math.min(at, shown.length - 1)]

  function run(entry: Entry | undefined) {
    if (!entry) return
    onClose()
    entry.run()
  }

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step)
      setAt((from) => (Math.min(from, shown.length - 1) + step + shown.length) % Math.max(1, shown.length))
    else if (event.key === 'Enter') run(chosen)
    else return
    event.preventDefault()
  }

  return (
    <ModalOverlay
      isOpen
      isDismissable
      onOpenChange={(open) => !open && onClose()}
      className="kit-fade fixed inset-0 z-40 flex justify-center bg-black/45 p-4 pt-[12vh]"
      data-modal=""
    >
      <Modal className="kit-enter h-fit w-full max-w-xl overflow-hidden rounded bg-raised shadow-raised">
        <Dialog aria-label={text('palette.open')} className="outline-none">
          <div className="flex items-center gap-3 border-b border-line px-4">
            <Icon name="search" className="text-muted" />
            <input
              ref={input}
              role="combobox"
              aria-expanded={shown.length > 0}
              aria-controls={`${id}-list`}
              aria-activedescendant={chosen ? `${id}-${chosen.id}` : undefined}
              aria-label={text('palette.placeholder')}
              placeholder={text('palette.placeholder')}
              className="min-h-13 flex-1 bg-transparent outline-none"
              value={written}
              onChange={(event) => {
                setWritten(event.target.value)
                setAt(0)
              }}
              onKeyDown={onKeyDown}
            />
          </div>
          {/* A search box over a list of our own, by the combobox pattern: no element does that. */}
          {/* oxlint-disable jsx-a11y/interactive-supports-focus, jsx-a11y/click-events-have-key-events */}
          <div
            id={`${id}-list`}
            role="listbox"
            aria-label={text('palette.open')}
            className="max-h-[50vh] overflow-y-auto p-1.5"
          >
            {shown.map((entry) => (
              <div
                key={entry.id}
                id={`${id}-${entry.id}`}
                role="option"
                aria-selected={entry === chosen}
                onClick={() => run(entry)}
                onPointerMove={() => setAt(shown.indexOf(entry))}
                className="flex min-h-10 cursor-pointer items-center gap-3 rounded-sm px-2.5 py-1.5 text-sm aria-selected:bg-sunken"
              >
                <Icon name={entry.icon ?? 'arrow_right'} className="text-muted" />
                <span className="min-w-0 flex-1 truncate">
                  {entry.label}
                  {entry.note && <span className="ms-2 text-muted">{entry.note}</span>}
                </span>
                {entry.key && <KeyHint label={entry.key} />}
              </div>
            ))}
          </div>
          {/* oxlint-enable jsx-a11y/interactive-supports-focus, jsx-a11y/click-events-have-key-events */}
          <output className={`block ${shown.length > 0 ? 'sr-only' : 'px-4 pb-4 text-sm text-muted'}`}>
            {shown.length > 0 ? text('palette.count', { count: shown.length }) : text('palette.nothing')}
          </output>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

/** Every word written begins a word of the entry, accents aside. */
function answers(entry: Entry, written: string): boolean {
  const words = plain(`${entry.label} ${entry.words ?? ''}`).split(/[\s'’-]+/)
  return plain(written)
    .split(/\s+/)
    .every((part) => part === '' || words.some((word) => word.startsWith(part)))
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/^>/, '').trim()
}
