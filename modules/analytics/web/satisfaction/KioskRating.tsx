import { ProblemError } from '@guichet/kit/client'
import { apiFor, type Paired, useDevice, useScreenOn } from '@guichet/kit/device-link'
import { useLocale, useText } from '@guichet/kit/texts'
import { useEffect, useState } from 'react'
import { castDeviceVote, readKioskQuestion } from '../../satisfaction/contract.ts'
import { RatingQuestions, RatingThanks } from './RatingQuestions.tsx'

const home = '/device/kiosk'
const thanks_ms = 5_000
/** Who walks away leaves the kiosk to the next. */
const patience_ms = 60_000

/** At the kiosk: the ticket's number, then how it was. */
export function KioskRating() {
  const text = useText('analytics')
  const { paired } = useDevice('kiosk')
  useScreenOn()
  useEffect(() => {
    document.title = `${text('satisfaction.page.title')} · Guichet`
    let timer = setTimeout(leave, patience_ms)
    const stay = (): void => {
      clearTimeout(timer)
      timer = setTimeout(leave, patience_ms)
    }
    addEventListener('pointerdown', stay)
    addEventListener('keydown', stay)
    return () => {
      clearTimeout(timer)
      removeEventListener('pointerdown', stay)
      removeEventListener('keydown', stay)
    }
  }, [text])
  return (
    <main className="flex min-h-dvh flex-col gap-6 bg-ground p-6 text-xl text-ink select-none">
      <a
        href={home}
        className="inline-flex min-h-18 w-fit items-center rounded border border-control bg-surface px-6 font-semibold no-underline active:bg-sunken"
      >
        {text('satisfaction.device.back')}
      </a>
      {paired ? <Rating paired={paired} /> : null}
    </main>
  )
}

const leave = (): void => location.replace(home)

function Rating({ paired }: { paired: Paired }) {
  const text = useText('analytics')
  const locale = useLocale()
  const [number, setNumber] = useState('')
  const [entered, setEntered] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  const [thanked, setThanked] = useState(false)
  const [ask_nps, setAskNps] = useState(true)
  const { site_id } = paired.device
  useEffect(() => {
    apiFor(paired.tenant.slug)
      .request(readKioskQuestion, { params: { site_id } })
      .then(
        (question) => (question.open ? setAskNps(question.ask_nps) : leave()),
        () => undefined,
      )
  }, [paired, site_id])

  if (thanked) return <RatingThanks />
  if (entered)
    return (
      <RatingQuestions
        title={text('satisfaction.device.ask', { number })}
        ask_nps={ask_nps}
        failed={false}
        onAnswer={({ csat, nps }) => {
          apiFor(paired.tenant.slug)
            .request(castDeviceVote, { params: { site_id }, body: { number, csat, nps, locale } })
            .then(
              () => {
                setThanked(true)
                setTimeout(leave, thanks_ms)
              },
              (error: unknown) => {
                setFault(
                  error instanceof ProblemError ? error.problem.title : text('satisfaction.device.failed'),
                )
                setEntered(false)
              },
            )
        }}
      />
    )
  return (
    <form
      className="m-auto grid w-full max-w-xl gap-5 text-center"
      onSubmit={(event) => {
        event.preventDefault()
        setFault(null)
        setEntered(number.length > 1)
      }}
    >
      <label htmlFor="ticket" className="text-3xl font-bold">
        {text('satisfaction.device.number')}
      </label>
      <input
        id="ticket"
        className="field-box !min-h-20 text-center !text-3xl font-bold uppercase"
        value={number}
        maxLength={8}
        autoComplete="off"
        aria-describedby="ticket-hint"
        onChange={(event) => setNumber(event.target.value.toUpperCase().replace(/[^A-Z0-9]/g, ''))}
      />
      <p id="ticket-hint" className="text-muted">
        {text('satisfaction.device.number_hint')}
      </p>
      {fault && (
        <p role="alert" className="text-2xl font-semibold text-error">
          {fault}
        </p>
      )}
      <div className="grid grid-cols-6 gap-2" aria-hidden="true">
        {Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789').map((sign) => (
          <button
            key={sign}
            type="button"
            tabIndex={-1}
            className="min-h-14 rounded border border-control bg-surface text-2xl font-semibold active:bg-accent-soft"
            onClick={() => setNumber((written) => (written + sign).slice(0, 8))}
          >
            {sign}
          </button>
        ))}
      </div>
      <div className="grid grid-cols-2 gap-4">
        <button
          type="button"
          className="min-h-18 rounded border border-control bg-surface px-6 text-2xl font-semibold active:bg-sunken"
          onClick={() => setNumber((written) => written.slice(0, -1))}
        >
          {text('satisfaction.device.erase')}
        </button>
        <button
          type="submit"
          className="min-h-18 rounded bg-accent px-6 text-2xl font-semibold text-on-accent active:bg-accent-strong"
        >
          {text('satisfaction.device.number_next')}
        </button>
      </div>
    </form>
  )
}
