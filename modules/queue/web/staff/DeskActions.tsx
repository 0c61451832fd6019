import { Button } from '@guichet/kit/button'
import { useText } from '@guichet/kit/texts'
import { useEffect, useRef } from 'react'
import { type Outcome, outcomes } from './words.ts'

export interface VisitorActs {
  start: () => void
  recall: () => void
  absent: () => void
  close: (outcome: Outcome) => void
  pause: () => void
  resume: () => void
  transfer: () => void
  park: () => void
}

interface DeskActionsProps {
  state: 'called' | 'serving' | 'interrupted'
  acts: VisitorActs
}

/** What may follow, the most likely first and largest; the first button keeps its place and its focus. */
export function DeskActions({ state, acts }: DeskActionsProps) {
  const text = useText('queue')
  const changed_at = useRef(0)
  useEffect(() => {
    changed_at.current = performance.now()
  }, [state])

  const first = {
    called: { label: text('action.start'), icon: 'user_check', key: 'C', run: acts.start },
    serving: { label: text('action.close'), icon: 'check', key: 'T', run: () => acts.close('served') },
    interrupted: { label: text('action.resume'), icon: 'play', key: 'P', run: acts.resume },
  }[state] as { label: string; icon: 'user_check' | 'check' | 'play'; key: string; run: () => void }

  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center gap-2">
        <Button
          id="desk-primary"
          variant="primary"
          size="large"
          icon={first.icon}
          shortcut={first.key}
          className="max-sm:w-full sm:min-w-52"
          onPress={() => {
            // The second half of a double click would finish what the first has just begun.
            if (performance.now() - changed_at.current > 400) first.run()
          }}
        >
          {first.label}
        </Button>
        {state === 'called' && (
          <>
            <Button size="large" icon="recall" shortcut="R" onPress={acts.recall}>
              {text('action.recall')}
            </Button>
            <Button size="large" icon="user_absent" shortcut="A" onPress={acts.absent}>
              {text('action.absent')}
            </Button>
          </>
        )}
      </div>
      {state !== 'called' && (
        <div role="group" aria-label={text('desk.finish_as')} className="flex flex-wrap items-center gap-2">
          <span aria-hidden="true" className="w-full text-sm text-muted">
            {text('desk.finish_as')}
          </span>
          {outcomes.map((outcome, at) => (
            <Button key={outcome} shortcut={String(at + 1)} onPress={() => acts.close(outcome)}>
              {text(`outcome.${outcome}`)}
            </Button>
          ))}
        </div>
      )}
      <div className="flex flex-wrap items-center gap-2">
        {state === 'serving' && (
          <Button icon="pause" shortcut="P" onPress={acts.pause}>
            {text('action.pause')}
          </Button>
        )}
        <Button icon="transfer" shortcut="V" onPress={acts.transfer}>
          {text('action.transfer')}
        </Button>
        <Button icon="file" shortcut="M" onPress={acts.park}>
          {text('action.park')}
        </Button>
        {state === 'called' && (
          <Button icon="check" shortcut="T" onPress={() => acts.close('served')}>
            {text('action.close')}
          </Button>
        )}
      </div>
    </div>
  )
}
