import { useText } from '@guichet/kit/texts'
import { useState } from 'react'

const ratings = [1, 2, 3, 4, 5] as const
const mouths = ['M8 17q4-5 8 0', 'M8 16.5q4-3 8 0', 'M8 15.5h8', 'M8 15q4 3 8 0', 'M8 14q4 6 8 0'] as const

interface Answer {
  csat: number
  nps: number | null
}

interface RatingQuestionsProps {
  title: string
  ask_nps: boolean
  /** Sending the answer before failed: the question stands there again. */
  failed: boolean
  onAnswer: (answer: Answer) => void
}

/** Two questions at the size of a finger: a face with its word, then, if it is asked, a number. */
export function RatingQuestions({ title, ask_nps, failed, onAnswer }: RatingQuestionsProps) {
  const text = useText('analytics')
  const [csat, setCsat] = useState<number | null>(null)
  const give = (rating: number): void => {
    setCsat(rating)
    if (!ask_nps) onAnswer({ csat: rating, nps: null })
  }
  if (csat !== null && ask_nps)
    return (
      <section className="m-auto grid w-full max-w-5xl gap-8 text-center" aria-live="polite">
        <h1 className="text-4xl font-bold text-balance">{text('satisfaction.device.nps')}</h1>
        <div className="grid grid-cols-4 gap-3 sm:grid-cols-6 lg:grid-cols-11">
          {Array.from({ length: 11 }, (_, nps) => (
            <button
              key={nps}
              type="button"
              onClick={() => onAnswer({ csat, nps })}
              className="min-h-20 rounded border border-control bg-surface text-3xl font-semibold active:bg-accent-soft"
            >
              {nps}
            </button>
          ))}
        </div>
        <p className="flex flex-wrap justify-between gap-4 text-xl text-muted">
          <span>{text('satisfaction.page.nps_low')}</span>
          <span>{text('satisfaction.page.nps_high')}</span>
        </p>
        <button
          type="button"
          onClick={() => onAnswer({ csat, nps: null })}
          className="mx-auto min-h-18 rounded border border-control bg-surface px-10 text-2xl font-semibold active:bg-sunken"
        >
          {text('satisfaction.device.skip')}
        </button>
      </section>
    )
  return (
    <section className="m-auto grid w-full max-w-6xl gap-8 text-center" aria-live="polite">
      <h1 className="text-4xl font-bold text-balance">{title}</h1>
      {failed && (
        <p role="alert" className="text-2xl font-semibold text-error">
          {text('satisfaction.device.failed')}
        </p>
      )}
      <div className="grid grid-cols-2 gap-4 sm:grid-cols-5">
        {ratings.map((rating) => (
          <button
            key={rating}
            type="button"
            onClick={() => give(rating)}
            className="grid min-h-44 content-center justify-items-center gap-3 rounded border border-control bg-surface p-4 text-xl font-semibold active:bg-accent-soft max-sm:last:col-span-2"
          >
            <svg
              viewBox="0 0 24 24"
              className="size-24"
              fill={`var(--plot-rating-${rating})`}
              stroke="currentColor"
              strokeWidth="1.4"
              strokeLinecap="round"
              aria-hidden="true"
            >
              <circle cx="12" cy="12" r="10" />
              <path d="M8.5 9v1M15.5 9v1" />
              <path d={mouths[rating - 1]} fill="none" />
            </svg>
            {text(`satisfaction.rating.${rating}`)}
          </button>
        ))}
      </div>
    </section>
  )
}

/** Said once a rating has arrived. */
export function RatingThanks() {
  const text = useText('analytics')
  return (
    <section className="m-auto grid gap-4 text-center" role="status">
      <h1 className="text-6xl font-bold text-accent">{text('satisfaction.device.thanks')}</h1>
      <p className="text-3xl text-balance">{text('satisfaction.device.thanks_hint')}</p>
    </section>
  )
}
