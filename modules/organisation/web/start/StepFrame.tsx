import { useText } from '@guichet/kit/texts'

const steps = ['kind', 'place', 'owner', 'services', 'ready'] as const
export type Step = (typeof steps)[number]

/** Where one is between nothing and the first ticket. */
export function StepProgress({ step }: { step: Step }) {
  const text = useText('organisation')
  const at = steps.indexOf(step)
  return (
    <div className="mb-5">
      <p className="text-sm text-muted">{text('start.step', { step: at + 1, steps: steps.length })}</p>
      <ol aria-hidden="true" className="mt-2 flex gap-1.5">
        {steps.map((one, index) => (
          <li key={one} className={`h-1.5 flex-1 rounded-full ${index <= at ? 'bg-accent' : 'bg-line'}`} />
        ))}
      </ol>
    </div>
  )
}
