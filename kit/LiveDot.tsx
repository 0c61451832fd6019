import { useLiveState } from './live.ts'
import { useFormats, useText } from './texts.ts'

/** "En direct", "Reprise…", then how old what one sees is. */
export function LiveDot() {
  const text = useText('kit')
  const formats = useFormats()
  const { kind, heard_at } = useLiveState()
  const label =
    kind === 'live'
      ? text('live.live')
      : kind === 'resuming'
        ? text('live.resuming')
        : heard_at > 0
          ? text('live.stale', { time: formats.time(heard_at) })
          : text('live.none')
  const colour = kind === 'live' ? 'bg-success' : kind === 'resuming' ? 'bg-warning' : 'bg-error'
  return (
    <output className="flex items-center gap-2 px-1 text-sm whitespace-nowrap text-muted">
      <span aria-hidden="true" className={`size-2 rounded-full ${colour}`} />
      {/* On a phone the words appear only when something is wrong. */}
      <span className={kind === 'live' ? 'max-sm:sr-only' : ''}>{label}</span>
    </output>
  )
}
