import { Icon } from '@guichet/kit/icon'
import { setLocale, useLocale, useText } from '@guichet/kit/texts'
import type { ReactNode } from 'react'

interface KioskFrameProps {
  name: string
  offline: boolean
  /** Null on the first screen. */
  onHome: (() => void) | null
  children: ReactNode
}

/** Each language in its own words: who cannot read one finds the other. */
const languages = [
  ['fr', 'Français'],
  ['en', 'English'],
] as const

export function KioskFrame({ name, offline, onHome, children }: KioskFrameProps) {
  const text = useText('queue')
  const locale = useLocale()
  return (
    <div className="kiosk-screen flex min-h-[calc(100dvh-var(--corner,0px))] flex-col bg-ground text-xl text-ink select-none">
      <header className="flex min-h-24 flex-wrap items-center justify-between gap-x-6 gap-y-3 px-6 py-3">
        <div className="flex min-w-0 items-center gap-4">
          {onHome && (
            <button
              type="button"
              onClick={onHome}
              className="inline-flex min-h-18 items-center gap-3 rounded border border-control bg-surface px-5 font-semibold active:bg-sunken"
            >
              <Icon name="arrow_left" size={28} />
              {text('kiosk.back')}
            </button>
          )}
          <p className="min-w-0 text-2xl font-semibold text-balance">{name}</p>
        </div>
        <fieldset aria-label={text('kiosk.language')} className="flex gap-2">
          {languages.map(([code, word]) => (
            <button
              key={code}
              type="button"
              lang={code}
              aria-pressed={locale === code}
              onClick={() => void setLocale(code)}
              className={`min-h-18 rounded border px-6 font-semibold ${locale === code ? 'border-accent bg-accent-soft' : 'border-control bg-surface active:bg-sunken'}`}
            >
              {word}
            </button>
          ))}
        </fieldset>
      </header>
      <main className="flex min-h-0 flex-1 flex-col px-6 pb-6">{children}</main>
      <output
        className={
          offline
            ? 'block bg-warning-soft px-6 py-4 text-center text-lg font-semibold text-warning'
            : 'sr-only'
        }
      >
        {offline ? text('kiosk.offline') : ''}
      </output>
    </div>
  )
}
