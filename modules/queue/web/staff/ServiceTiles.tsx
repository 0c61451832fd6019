import { Card } from '@guichet/kit/card'
import { Empty } from '@guichet/kit/page'
import { useFormats, useLocale, useText } from '@guichet/kit/texts'
import type { ServiceChoice } from '../../contract.ts'

interface ServiceTilesProps {
  choices: readonly ServiceChoice[]
  /** The service whose ticket is on its way. */
  giving: string | null
  onGive: (choice: ServiceChoice) => void
}

/** One press on a service gives its next number. */
export function ServiceTiles({ choices, giving, onGive }: ServiceTilesProps) {
  const text = useText('queue')
  if (choices.length === 0) {
    return (
      <Card>
        <Empty
          kind="first"
          icon="list"
          title={text('reception.no_service')}
          note={text('reception.no_service_note')}
        />
      </Card>
    )
  }
  return (
    <ul className="grid grid-cols-[repeat(auto-fill,minmax(13.5rem,1fr))] gap-3">
      {choices.map((choice) => (
        <li key={choice.id} className="flex">
          <Tile choice={choice} giving={giving} onGive={() => onGive(choice)} />
        </li>
      ))}
    </ul>
  )
}

function Tile({
  choice,
  giving,
  onGive,
}: {
  choice: ServiceChoice
  giving: string | null
  onGive: () => void
}) {
  const text = useText('queue')
  const formats = useFormats()
  const locale = useLocale()
  const name = locale === 'en' ? (choice.name_en ?? choice.name) : choice.name
  const note = choice.refusal
    ? text(`reception.refusal.${choice.refusal}`)
    : choice.range
      ? formats.range(choice.range.from_minutes, choice.range.to_minutes)
      : null
  return (
    <button
      type="button"
      disabled={choice.refusal !== null}
      aria-busy={giving === choice.id || undefined}
      onClick={() => {
        if (giving === null) onGive()
      }}
      className="flex min-h-24 w-full items-start gap-3 rounded border border-control bg-surface p-3.5 text-start transition-colors hover:border-accent hover:bg-accent-soft active:bg-accent-soft disabled:border-line disabled:bg-sunken aria-busy:bg-accent-soft"
    >
      <span
        aria-hidden="true"
        className={`grid size-10 shrink-0 place-items-center rounded text-lg font-semibold ${
          choice.refusal ? 'bg-surface text-muted' : 'bg-accent-soft text-accent'
        }`}
      >
        {choice.prefix}
      </span>
      <span className="min-w-0 flex-1">
        <span className={`line-clamp-2 font-semibold ${choice.refusal ? 'text-muted' : ''}`}>{name}</span>
        <span className="mt-1 block text-sm text-muted">
          {text('reception.ahead', { count: choice.ahead })}
          {note && <span className="block whitespace-nowrap">{note}</span>}
        </span>
      </span>
    </button>
  )
}
