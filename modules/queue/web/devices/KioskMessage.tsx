interface KioskMessageProps {
  title: string
  hint?: string
  note?: string
  waiting?: boolean
  button?: string
  onPress?: () => void
}

/** One sentence in the middle of the screen, and at most one thing to do about it. */
export function KioskMessage({ title, hint, note, waiting, button, onPress }: KioskMessageProps) {
  return (
    <div
      role={waiting ? 'status' : 'alert'}
      className="m-auto grid max-w-3xl justify-items-center gap-6 py-8 text-center"
    >
      {waiting && (
        <span
          className="kit-spin size-16 rounded-full border-6 border-line border-t-accent"
          aria-hidden="true"
        />
      )}
      <h1 className="text-4xl font-bold text-balance">{title}</h1>
      {hint && <p className="text-2xl text-balance text-muted">{hint}</p>}
      {button && (
        <button
          type="button"
          onClick={onPress}
          className="min-h-22 min-w-70 rounded bg-accent px-10 text-2xl font-semibold text-on-accent active:bg-accent-strong"
        >
          {button}
        </button>
      )}
      {note && <p className="text-xl text-muted">{note}</p>}
    </div>
  )
}
