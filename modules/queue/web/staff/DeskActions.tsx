import { Button } from '@guichet/kit/button'
import { useText } from '@guichet/kit/texts'
import type { Ticket } from '../../contract.ts'
import type { DeskState } from './desk-model.ts'
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
  state: DeskState
  ticket: Ticket
  acts: VisitorActs
  busy: boolean
  note: string
}

/** What may follow, the most likely first and largest; the first button keeps its place and its focus. */
export function DeskActions({ state, acts, busy }: DeskActionsProps) {
  const text = useText('queue')
  const main = {
    called: { label: text('action.start'), icon: 'user_check', key: 'C', run: acts.start },
    serving: { label: text('action.close'), icon: 'check', key: 'T', run: () => acts.close('served') },
    interrupted: { label: text('action.resume'), icon: 'play', key: 'P', run: acts.resume },
  } as const
  const first = main[state as keyof typeof main]
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center gap-2">
        <Button
          id="desk-primary"
          variant="primary"
          size="large"
          icon={first.icon}
          shortcut={first.key}
          busy={busy}
          onPress={first.run}
          className="max-sm:w-full sm:min-w-52"
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
        <div role="group" aria-label={text('desk.outcome')} className="flex flex-wrap items-center gap-2">
          <span className="w-full text-sm text-muted">{text('desk.outcome')}</span>
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
          <Button variant="quiet" icon="check" shortcut="T" onPress={() => acts.close('served')}>
            {text('action.close')}
          </Button>
        )}
        {state === 'interrupted' && (
          <Button variant="quiet" icon="check" shortcut="T" onPress={() => acts.close('served')}>
            {text('action.close')}
          </Button>
        )}
      </div>
    </div>
  )
}
