import { useText } from '@guichet/kit/texts'
import { useEffect, useRef } from 'react'

/** Any touch continues; the dialog is there to say so. */
export function StillThere({ left }: { left: number }) {
  const text = useText('queue')
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    dialog.current?.showModal()
  }, [])
  return (
    <dialog
      ref={dialog}
      aria-labelledby="still_there"
      className="m-auto w-[min(40rem,90vw)] rounded-[16px] border border-line bg-raised p-8 text-center text-ink shadow-raised backdrop:bg-black/50"
    >
      <h2 id="still_there" className="text-3xl font-bold">
        {text('kiosk.still_there')}
      </h2>
      <p className="my-5 text-xl text-muted">{text('kiosk.still_there_hint', { count: left })}</p>
      <button
        type="button"
        className="min-h-22 w-full rounded bg-accent px-8 text-2xl font-semibold text-on-accent"
      >
        {text('kiosk.stay')}
      </button>
    </dialog>
  )
}
