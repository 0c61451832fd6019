import { ProblemError } from '@guichet/kit/client'
import { now } from '@guichet/kit/clock'
import { setLocale, useText } from '@guichet/kit/texts'
import { claimPairing, readThisDevice, requestPairing } from '@guichet/platform/auth-contract'
import type { ReplyOf } from '@guichet/platform/contract'
import { useEffect, useState } from 'react'
import { apiFor, screenOf, useScreenOn } from '@guichet/kit/device-link'

type Pairing = ReplyOf<typeof requestPairing>

const ask_ms = 2_000
const again_ms = 5_000
/** A reload, or a power cut, must not invalidate a code that somebody is typing. */
const kept = 'guichet_pairing'

/** A new screen shows a code, somebody types it among the settings, and the screen becomes what it is. */
export function PairingScreen() {
  const text = useText('queue')
  const { code, offline } = usePairing()
  useScreenOn()
  useEffect(() => {
    // A new device has been told no language yet; its own is the best guess.
    if (!/guichet_locale=/.test(document.cookie) && /^en\b/.test(navigator.language)) void setLocale('en')
  }, [])
  useEffect(() => {
    document.title = `${text('pairing.title')} · Guichet`
  }, [text])
  return (
    <main className="grid min-h-dvh place-content-center justify-items-center gap-[3vmin] bg-ground p-[5vmin] text-center text-ink">
      <h1 className="font-semibold" style={{ fontSize: 'max(1.5rem, 5vmin)', lineHeight: 1.2 }}>
        {text('pairing.title')}
      </h1>
      <p className="sr-only">{code && `${text('pairing.code')} ${Array.from(code).join(' ')}`}</p>
      <div className="flex flex-wrap justify-center gap-[1.6vmin]" aria-hidden="true">
        {Array.from(code ?? '      ').map((letter, place) => (
          <span
            key={place}
            className="grid place-items-center rounded border border-line bg-surface font-bold text-accent"
            style={{
              width: 'min(12vw, 16vmin)',
              height: 'min(16vw, 21vmin)',
              fontSize: 'min(10vw, 13vmin)',
              lineHeight: 1,
            }}
          >
            {letter}
          </span>
        ))}
      </div>
      <div
        className="grid max-w-[60rem] gap-[1vmin] text-balance"
        style={{ fontSize: 'max(1rem, 2.8vmin)', lineHeight: 1.4 }}
      >
        <p>{text('pairing.how')}</p>
        <p className="text-muted">{text('pairing.address', { address: location.host })}</p>
        <p className="text-muted">{text('pairing.expires')}</p>
        <output className={offline ? 'font-semibold text-error' : 'text-muted'}>
          {text(offline ? 'pairing.offline' : 'pairing.waiting')}
        </output>
      </div>
    </main>
  )
}

function usePairing(): { code: string | null; offline: boolean } {
  const [code, setCode] = useState<string | null>(null)
  const [offline, setOffline] = useState(false)
  useEffect(() => {
    const api = apiFor(null)
    let ended = false
    let timer: ReturnType<typeof setTimeout> | undefined
    let pairing = restored()

    async function step(): Promise<void> {
      let wait = ask_ms
      try {
        if (!pairing || Date.parse(pairing.expires_at) < now()) {
          pairing = await api.request(requestPairing, {})
          sessionStorage.setItem(kept, JSON.stringify(pairing))
        }
        setCode(pairing.code)
        const claim = await api.request(claimPairing, {
          params: { code: pairing.code },
          body: { secret: pairing.secret },
        })
        setOffline(false)
        if (claim.paired && claim.kind) {
          sessionStorage.removeItem(kept)
          return location.replace(screenOf(claim.kind))
        }
      } catch (error) {
        if (error instanceof ProblemError && error.problem.status === 404) {
          // The code ran out: the next step asks for another.
          pairing = null
          sessionStorage.removeItem(kept)
        } else {
          setOffline(true)
          wait = again_ms
        }
      }
      if (!ended) timer = setTimeout(() => void step(), wait)
    }

    // A device that is paired already was only sent here by its starting address.
    api.request(readThisDevice, {}).then(
      ({ device }) => location.replace(screenOf(device.kind)),
      () => !ended && void step(),
    )
    return () => {
      ended = true
      clearTimeout(timer)
    }
  }, [])
  return { code, offline }
}

function restored(): Pairing | null {
  try {
    return JSON.parse(sessionStorage.getItem(kept) ?? 'null') as Pairing | null
  } catch {
    return null
  }
}
