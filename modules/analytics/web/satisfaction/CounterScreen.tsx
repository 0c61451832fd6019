import { now } from '@guichet/kit/clock'
import { isUnpaired, type Paired, useDevice, useHall, useScreenOn } from '@guichet/kit/device-link'
import { useLocale, useText } from '@guichet/kit/texts'
import type { ReplyOf } from '@guichet/platform/contract'
import { useCallback, useEffect, useState } from 'react'
import { castDeviceVote, readCounterScreen } from '../../satisfaction/contract.ts'
import { RatingQuestions, RatingThanks } from './RatingQuestions.tsx'

const unasked_ms = 20_000
const thanks_ms = 5_000

/** The screen at one counter: whose turn it is, and afterwards how it was. */
export function CounterScreen() {
  const text = useText('analytics')
  const { paired, unreachable } = useDevice('counter')
  useScreenOn()
  useEffect(() => {
    document.title = `${text('satisfaction.device.title')} · Guichet`
  }, [text])
  const counter_id = paired?.device.settings.counter_id
  return (
    <main className="flex min-h-dvh flex-col bg-ground p-[4vmin] text-ink select-none">
      {!paired ? (
        <Said
          title={text(unreachable ? 'satisfaction.device.unreachable' : 'satisfaction.device.starting')}
          hint={unreachable ? text('satisfaction.device.unreachable_hint') : ''}
        />
      ) : typeof counter_id === 'string' ? (
        <AtCounter paired={paired} counter_id={counter_id} />
      ) : (
        <Said
          title={text('satisfaction.device.no_counter')}
          hint={text('satisfaction.device.no_counter_hint')}
        />
      )}
    </main>
  )
}

type Screen = ReplyOf<typeof readCounterScreen>

function AtCounter({ paired, counter_id }: { paired: Paired; counter_id: string }) {
  const text = useText('analytics')
  const locale = useLocale()
  const [screen, setScreen] = useState<Screen | null>(null)
  const [thanked, setThanked] = useState<string | null>(null)
  const [failures, setFailures] = useState(0)
  const [asked_again, setAskedAgain] = useState(0)
  const again = useCallback(() => setAskedAgain((count) => count + 1), [])
  const { api } = useHall(paired, { onEvent: again, onReset: again })

  useEffect(() => {
    let ended = false
    api.request(readCounterScreen, { params: { counter_id } }).then(
      (answer) => !ended && setScreen(answer),
      (error) => {
        if (isUnpaired(error)) location.replace('/device')
        // Otherwise what is shown stays: the next news asks again.
      },
    )
    return () => {
      ended = true
    }
  }, [api, counter_id, asked_again])
  const until = screen?.asking?.until
  useEffect(() => {
    // The question goes by itself when nobody answers, and the screen never rests on old news.
    const wait = until ? Math.max(500, Date.parse(until) - now() + 500) : unasked_ms
    const timer = setTimeout(again, Math.min(wait, unasked_ms))
    return () => clearTimeout(timer)
  }, [until, asked_again, again])

  if (!screen) return <Said title={text('satisfaction.device.starting')} hint="" />
  const { asking, serving } = screen
  if (thanked && !serving) return <RatingThanks />
  if (asking)
    return (
      <RatingQuestions
        key={`${asking.ticket_id} ${failures}`}
        title={text('satisfaction.device.ask', { number: asking.number })}
        ask_nps={screen.ask_nps}
        failed={failures > 0}
        onAnswer={({ csat, nps }) => {
          api
            .request(castDeviceVote, {
              params: { site_id: paired.device.site_id },
              body: { ticket_id: asking.ticket_id, csat, nps, locale },
            })
            .then(
              () => {
                setThanked(asking.ticket_id)
                setFailures(0)
                setTimeout(() => {
                  setThanked(null)
                  again()
                }, thanks_ms)
              },
              () => setFailures((count) => count + 1),
            )
        }}
      />
    )
  return (
    <section className="m-auto grid gap-[3vmin] text-center">
      <p className="text-muted" style={{ fontSize: 'max(1.5rem, 4vmin)' }}>
        {screen.counter_name}
      </p>
      {serving ? (
        <>
          <p className="font-semibold" style={{ fontSize: 'max(1.5rem, 5vmin)' }}>
            {text(serving.called ? 'satisfaction.device.called' : 'satisfaction.device.serving')}
          </p>
          <h1
            role="status"
            className="leading-none font-extrabold whitespace-nowrap text-accent"
            style={{ fontSize: `min(45vmin, ${110 / Math.max(4, serving.number.length)}vw)` }}
          >
            {serving.number}
          </h1>
        </>
      ) : (
        <>
          <h1 className="font-bold" style={{ fontSize: 'max(2.5rem, 12vmin)', lineHeight: 1.1 }}>
            {text('satisfaction.device.free')}
          </h1>
          <p className="text-muted" style={{ fontSize: 'max(1.25rem, 4vmin)' }}>
            {text('satisfaction.device.free_hint')}
          </p>
        </>
      )}
    </section>
  )
}

function Said({ title, hint }: { title: string; hint: string }) {
  return (
    <output className="m-auto grid gap-3 text-center">
      <h1 className="text-3xl font-semibold text-balance">{title}</h1>
      <p className="text-xl text-muted">{hint}</p>
    </output>
  )
}
