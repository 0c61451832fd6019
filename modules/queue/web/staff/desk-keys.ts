import { type Shortcut, useShortcuts } from '@guichet/kit/shortcuts'
import { useText } from '@guichet/kit/texts'
import type { DeskState } from './desk-model.ts'
import type { VisitorActs } from './DeskActions.tsx'
import { outcomes } from './words.ts'

interface DeskKeys {
  state: DeskState
  acts: VisitorActs | null
  callNext: () => void
  callChosen: (() => void) | undefined
  undo: () => void
  move: (by: 1 | -1) => void
  transferChosen: (() => void) | undefined
  restOrResume: () => void
  open: (() => void) | undefined
}

/** A whole day without the mouse. What a key cannot do now is disabled, so that the help shows the truth. */
export function useDeskKeys(keys: DeskKeys): void {
  const text = useText('queue')
  const { state, acts } = keys
  const held = state === 'called' || state === 'serving' || state === 'interrupted'
  const shortcuts: Record<string, Shortcut> = {
    // Never asleep: pressed too early, it says what is in the way.
    n: { label: text('desk.call_next'), run: keys.callNext },
    c: { label: text('action.start'), run: () => acts?.start(), isDisabled: state !== 'called' },
    r: { label: text('action.recall'), run: () => acts?.recall(), isDisabled: state !== 'called' },
    a: { label: text('action.absent'), run: () => acts?.absent(), isDisabled: state !== 'called' },
    t: { label: text('action.close'), run: () => acts?.close('served'), isDisabled: !held },
    v: {
      label: text('action.transfer'),
      run: () => (acts ? acts.transfer() : keys.transferChosen?.()),
      isDisabled: !held && !keys.transferChosen,
    },
    m: { label: text('action.park'), run: () => acts?.park(), isDisabled: !held },
    p: {
      label: text('desk.key_pause'),
      run: () => {
        if (state === 'serving') acts?.pause()
        else if (state === 'interrupted') acts?.resume()
        else keys.restOrResume()
      },
      isDisabled: state === 'called' || state === 'closed' || state === 'elsewhere',
    },
    o: {
      label: text('desk.key_open'),
      run: () => keys.open?.(),
      isDisabled: state !== 'closed' || !keys.open,
    },
    j: { label: text('desk.key_down'), run: () => keys.move(1) },
    k: { label: text('desk.key_up'), run: () => keys.move(-1) },
    'shift+n': {
      label: text('desk.key_call_chosen'),
      run: () => keys.callChosen?.(),
      isDisabled: !keys.callChosen,
    },
    'ctrl+z': { label: text('desk.key_undo'), run: keys.undo },
  }
  outcomes.forEach((outcome, at) => {
    shortcuts[String(at + 1)] = {
      label: text('desk.key_outcome', { outcome: text(`outcome.${outcome}`) }),
      run: () => acts?.close(outcome),
      isDisabled: !held || state === 'called',
    }
  })
  useShortcuts('desk', shortcuts)
}
