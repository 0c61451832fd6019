import { Button } from '@guichet/kit/button'
import { Card } from '@guichet/kit/card'
import { Empty } from '@guichet/kit/page'
import { useText } from '@guichet/kit/texts'
import type { Desk } from './desk-model.ts'

type Counter = Desk['counters'][number]

/** Most days it is the counter of the day before; otherwise the only one left needs no choice. */
export function ownCounter(counters: readonly Counter[], usual: string | null): Counter | undefined {
  const free = counters.filter((counter) => !counter.taken_by)
  return free.find((counter) => counter.id === usual) ?? (free.length === 1 ? free[0] : undefined)
}

interface CounterChoiceProps {
  counters: Desk['counters']
  own: Counter | undefined
  opening: string | null
  onOpen: (counter_id: string) => void
}

/** Before work begins: which counter is mine today. */
export function CounterChoice({ counters, own: mine, opening, onOpen }: CounterChoiceProps) {
  const text = useText('queue')
  const others = counters.filter((counter) => counter !== mine)
  if (counters.length === 0) {
    return (
      <Card>
        <Empty kind="first" icon="desk" title={text('desk.no_counter')} note={text('desk.no_counter_note')} />
      </Card>
    )
  }
  return (
    <Card
      title={text('desk.choose_counter')}
      note={text(
        counters.every((counter) => counter.taken_by) ? 'desk.all_taken' : 'desk.choose_counter_note',
      )}
    >
      {mine && (
        <Button
          id="desk-primary"
          variant="primary"
          size="large"
          icon="door"
          shortcut="O"
          wide
          busy={opening === mine.id}
          onPress={() => onOpen(mine.id)}
        >
          {text('desk.open_named', { counter: mine.name })}
        </Button>
      )}
      {mine && others.length > 0 && (
        <p className="mt-5 mb-2 text-sm text-muted">{text('desk.other_counters')}</p>
      )}
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(13rem,1fr))] gap-2">
        {others.map((counter) => (
          <li
            key={counter.id}
            className="flex min-h-16 items-center justify-between gap-3 rounded border border-line px-3.5 py-2"
          >
            <span className="min-w-0">
              <span className="block font-medium">{counter.name}</span>
              <span className="block truncate text-sm text-muted">
                {counter.taken_by ?? text('desk.counter_free')}
              </span>
            </span>
            {!counter.taken_by && (
              <Button
                busy={opening === counter.id}
                aria-label={text('desk.open_named', { counter: counter.name })}
                onPress={() => onOpen(counter.id)}
              >
                {text('desk.open')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}
