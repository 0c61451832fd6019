import { type ReactNode, useEffect, useId, useRef } from 'react'
import { Button } from './Button.tsx'
import { PartFrame } from './Page.tsx'
import { useText } from './texts.ts'

interface SidePanelProps {
  title: string
  status?: ReactNode
  /** Usually takes the detail out of the address: `() => setSearch({ ticket: undefined })`. */
  onClose: () => void
  actions?: ReactNode
  children: ReactNode
}

/** A detail beside its list, which stays usable. Mount it while the address names the detail. */
export function SidePanel({ title, status, onClose, actions, children }: SidePanelProps) {
  const text = useText('kit')
  const id = useId()
  const heading = useRef<HTMLHeadingElement>(null)

  useEffect(() => {
    const before = document.activeElement as HTMLElement | null
    heading.current?.focus({ preventScroll: true })
    return () => before?.focus?.({ preventScroll: true })
  }, [])

  const close = useRef(onClose)
  useEffect(() => {
    close.current = onClose
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      // A dialog or menu above the panel closes first.
      if (event.key !== 'Escape' || event.defaultPrevented) return
      if (document.querySelector('[data-modal], [role="menu"], [role="listbox"]')) return
      close.current()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])

  return (
    <aside
      aria-labelledby={id}
      className="kit-enter-side fixed inset-y-0 end-0 z-30 flex w-full flex-col border-s border-line bg-surface shadow-raised sm:w-[27rem]"
    >
      <header className="flex items-start justify-between gap-3 border-b border-line px-5 py-3.5">
        <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
          <h2 id={id} ref={heading} tabIndex={-1} className="text-xl font-semibold">
            {title}
          </h2>
          {status}
        </div>
        <Button
          variant="quiet"
          icon="close"
          aria-label={text('dialog.close')}
          onPress={onClose}
          className="-me-2"
        />
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4">
        <PartFrame skeleton="form">{children}</PartFrame>
      </div>
      {actions && (
        <footer className="flex flex-wrap gap-2 border-t border-line px-5 py-3.5">{actions}</footer>
      )}
    </aside>
  )
}
