import { type KeyboardEvent, useEffect, useId, useMemo, useState } from 'react'
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
  const [found, setFound] = useState<readonly Entry[]>([])

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

  useEffect(() => {
    if (written.trim().length < 2) {
      setFound([])
      return
    }
    let stopped = false
    const timer = setTimeout(() => {
      for (const search of activeSearches()) {
        search(written.trim()).then(
          (more) => !stopped && setFound((before) => [...before, ...more]),
          () => undefined, // the palette stays useful without the server
        )
      }
    }, 150)
    return () => {
      stopped = true
      clearTimeout(timer)
      setFound([])
    }
  }, [written])

  const shown = useMemo<Entry[]>(() => [...known.filter((entry) => answers(entry, written)), ...found].slice(0, 12), [known, found, written])
  const chosen = shown[Math.min(at, shown.length - 1)]

  function run(entry: Entry | undefined) {
    if (!entry) return
    onClose()
    entry.run()
  }

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) setAt((from) => (Math.min(from, shown.length - 1) + step + shown.length) % Math.max(1, shown.length))
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
              autoFocus
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
          <ul id={`${id}-list`} role="listbox" aria-label={text('palette.open')} className="max-h-[50vh] overflow-y-auto p-1.5">
            {shown.map((entry) => (
              // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- keys go through the combo box above
              <li
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
              </li>
            ))}
          </ul>
          <p role="status" className={shown.length > 0 ? 'sr-only' : 'px-4 pb-4 text-sm text-muted'}>
            {shown.length > 0 ? text('palette.count', { count: shown.length }) : text('palette.nothing')}
          </p>
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
