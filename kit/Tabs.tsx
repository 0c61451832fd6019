import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react'
import { PartFrame } from './Page.tsx'

interface TabsProps {
  label: string
  items: readonly { id: string; label: ReactNode; count?: number }[]
  selected: string
  /** Usually writes the address: `(id) => setSearch({ tab: id })`. */
  onSelect: (id: string) => void
  /** The content of the selected tab. */
  children: ReactNode
}

/** Views of one thing. Only the selected one exists: the others fetch nothing. */
export function Tabs({ label, items, selected, onSelect, children }: TabsProps) {
  const id = useId()
  const list = useRef<HTMLDivElement>(null)

  function move(event: KeyboardEvent) {
    const at = items.findIndex((item) => item.id === selected)
    const last = items.length - 1
    const to = {
      ArrowRight: at === last ? 0 : at + 1,
      ArrowLeft: at === 0 ? last : at - 1,
      Home: 0,
      End: last,
    }[event.key]
    if (to === undefined) return
    event.preventDefault()
    onSelect(items[to]!.id)
    list.current?.querySelectorAll<HTMLElement>('[role="tab"]')[to]?.focus()
  }

  return (
    <div>
      <div
        ref={list}
        role="tablist"
        aria-label={label}
        className="mb-4 flex gap-1 overflow-x-auto border-b border-line"
      >
        {items.map((item) => (
          <button
            key={item.id}
            type="button"
            role="tab"
            id={`${id}-${item.id}`}
            aria-selected={item.id === selected}
            aria-controls={`${id}-panel`}
            tabIndex={item.id === selected ? 0 : -1}
            onClick={() => onSelect(item.id)}
            onKeyDown={move}
            className="control-height -mb-px shrink-0 rounded-t border-b-2 border-transparent px-3 text-sm font-medium text-muted -outline-offset-2 hover:text-ink aria-selected:border-accent aria-selected:text-ink"
          >
            {item.label}
            {item.count !== undefined && <span className="num ms-1.5 text-muted">{item.count}</span>}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${selected}`}>
        {/* The tabs themselves stay while the content of one travels, or fails. */}
        <PartFrame key={selected}>{children}</PartFrame>
      </div>
    </div>
  )
}
