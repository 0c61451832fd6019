import { useRead, useSend } from '@guichet/kit/api'
import { Icon } from '@guichet/kit/icon'
import { useText } from '@guichet/kit/texts'
import { toast } from '@guichet/kit/toast'
import { useEffect, useId, useRef, useState } from 'react'
import { changeOrganisation, readOrganisation } from '../../contract.ts'
import { presets } from './accent-presets.ts'

/**
 * The organisation's colour, at once and everywhere: the server makes it readable on either ground, and
 * the preview shows what it made of it.
 */
export function AccentChoice() {
  const text = useText('organisation')
  const id = useId()
  const { accent } = useRead(readOrganisation)
  const [picked, setPicked] = useState<string | null>(null)
  const change = useSend(changeOrganisation, {
    invalidates: [readOrganisation, 'me'],
    onDone: () => setPicked(null),
  })
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(waiting.current), [])

  const before = accent?.light ?? null
  const shown = picked ?? before ?? presets[0]!.colour

  function choose(colour: string | null) {
    change.mutate({ body: { accent: colour } })
    toast({
      text: text('accent.changed'),
      action: { label: text('undo'), onPress: () => change.mutate({ body: { accent: before } }) },
    })
  }

  /** The system's palette tells every shade one passes over; only the one that is rested upon counts. */
  function pick(colour: string) {
    setPicked(colour)
    clearTimeout(waiting.current)
    waiting.current = setTimeout(() => choose(colour), 700)
  }

  return (
    <div className="grid gap-5 sm:grid-cols-[minmax(0,1fr)_minmax(0,17rem)]">
      <div>
        <fieldset aria-label={text('accent.presets')} className="flex flex-wrap gap-2">
          {presets.map((preset) => {
            const selected = preset.colour === (before ?? presets[0]!.colour)
            return (
              <button
                key={preset.colour}
                type="button"
                aria-pressed={selected}
                aria-label={text(`accent.name.${preset.name}`)}
                title={text(`accent.name.${preset.name}`)}
                onClick={() => choose(preset === presets[0] ? null : preset.colour)}
                className="grid size-11 place-items-center rounded-full border-2 border-surface text-white outline-offset-1 aria-pressed:outline-2 aria-pressed:outline-ink"
                style={{ backgroundColor: preset.colour }}
              >
                {selected && <Icon name="check" />}
              </button>
            )
          })}
        </fieldset>
        <label htmlFor={id} className="mt-4 flex items-center gap-3 text-sm font-medium">
          <input
            id={id}
            type="color"
            value={shown}
            onChange={(event) => pick(event.target.value)}
            className="h-11 w-16 rounded border border-control bg-surface p-1"
          />
          {text('accent.own')}
        </label>
        <p className="mt-2 text-sm text-muted">{text('accent.contrast')}</p>
      </div>
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-1">
        <Preview theme="light" colour={picked ?? accent?.light} />
        <Preview theme="dark" colour={picked ?? accent?.dark} />
      </div>
    </div>
  )
}

/** A piece of page in one theme, whatever the theme one works in. */
function Preview({ theme, colour }: { theme: 'light' | 'dark'; colour: string | undefined }) {
  const text = useText('organisation')
  const grounds = {
    light: ['#ffffff', '#16202b', '#0b6e6e', '#ffffff'],
    dark: ['#16202b', '#e8edf2', '#4fc4c0', '#08191a'],
  }
  const [ground, ink, usual, on_accent] = grounds[theme]
  const accent = colour ?? usual
  return (
    <figure className="rounded border border-line p-3" style={{ backgroundColor: ground, color: ink }}>
      <figcaption className="text-sm">{text(`accent.${theme}`)}</figcaption>
      <div className="mt-2 flex flex-wrap items-center gap-x-4 gap-y-2 text-sm">
        <span
          className="rounded px-3 py-1.5 font-semibold"
          style={{ backgroundColor: accent, color: on_accent }}
        >
          {text('accent.button')}
        </span>
        <span className="font-medium underline" style={{ color: accent }}>
          {text('accent.link')}
        </span>
      </div>
    </figure>
  )
}
