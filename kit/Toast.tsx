import { useEffect, useState, useSyncExternalStore } from 'react'
import { Icon } from './Icon.tsx'
import { useText } from './texts.ts'
import { closeToast, onToasts, type ShownToast, shownToasts } from './toast-store.ts'

export { toast } from './toast-store.ts'
export type { ToastOptions } from './toast-store.ts'

/** Placed once, by the shell. The region is always there, so that screen readers hear what enters it. */
export function Toasts() {
  const toasts = useSyncExternalStore(onToasts, shownToasts)
  const text = useText('kit')
  return (
    <section
      aria-label={text('toast.region')}
      // Stays readable and pressable while a dialog has hidden the rest of the page.
      data-react-aria-top-layer="true"
      className="pointer-events-none fixed inset-x-0 bottom-0 z-50 p-4 pb-20 md:start-56 md:px-8 md:pb-6 print:hidden"
    >
      <output aria-live="polite" aria-relevant="additions" className="flex w-full flex-col gap-2 sm:w-96">
        {toasts.map((one) => (
          <OneToast key={one.id} toast={one} />
        ))}
      </output>
    </section>
  )
}

function OneToast({ toast }: { toast: ShownToast }) {
  const text = useText('kit')
  const stays = toast.tone === 'error' && !toast.action
  const total = toast.seconds ?? (toast.action ? 10 : 6)
  const [left, setLeft] = useState(total)
  const [held, setHeld] = useState(false)

  useEffect(() => {
    if (stays || held) return
    if (left <= 0) {
      closeToast(toast.id)
      return
    }
    const timer = setTimeout(() => setLeft(left - 1), 1000)
    return () => clearTimeout(timer)
  }, [left, held, stays, toast.id])

  return (
    <div
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="kit-enter pointer-events-auto flex items-center gap-3 rounded bg-ink py-2 ps-3.5 pe-1.5 text-sm text-surface shadow-raised"
    >
      {toast.tone === 'error' && <Icon name="warning" />}
      {toast.tone === 'success' && <Icon name="success" />}
      <p className="min-w-0 flex-1 py-1">{toast.text}</p>
      {toast.action && (
        <button
          type="button"
          className="min-h-9 rounded px-2.5 font-semibold underline underline-offset-3 hover:no-underline focus-visible:outline-surface"
          onClick={() => {
            closeToast(toast.id)
            toast.action?.onPress()
          }}
        >
          {toast.action.label}
          {/* The seconds are for the eye: read aloud each second they would drown the sentence. */}
          <span aria-hidden="true" className="num ms-1.5 inline-block min-w-5 font-normal opacity-80">
            {left}
          </span>
        </button>
      )}
      <button
        type="button"
        aria-label={text('toast.close')}
        className="grid size-9 shrink-0 place-items-center rounded opacity-80 hover:opacity-100 focus-visible:outline-surface"
        onClick={() => closeToast(toast.id)}
      >
        <Icon name="close" size={16} />
      </button>
    </div>
  )
}
