import { Card } from '@guichet/kit/card'
import { Icon } from '@guichet/kit/icon'
import { useFormats, useText } from '@guichet/kit/texts'
import type { LogLine } from '../../contract.ts'
import { LogList } from './LogList.tsx'
import type { State } from './use-follow.ts'

const stages = ['extraction', 'facts', 'writing', 'rendering'] as const

/** Where the work is, and its log as it grows. */
export function ReportProgress({ state, log }: { state: State; log: readonly LogLine[] }) {
  const text = useText('reports')
  const formats = useFormats()
  const at = stages.indexOf(state.stage ?? 'extraction')
  return (
    <div className="grid gap-5">
      <Card>
        <div className="flex items-baseline justify-between gap-4">
          <p className="font-semibold">{text(`stage.${state.stage ?? 'extraction'}.now`)}</p>
          <p className="num text-muted">{formats.percent(state.percent / 100)}</p>
        </div>
        <div
          role="progressbar"
          aria-label={text('report.progress')}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={state.percent}
          className="mt-2 h-2 overflow-hidden rounded-full bg-sunken"
        >
          <div
            className="h-full rounded-full bg-accent transition-[width] duration-300"
            style={{ width: `${Math.max(2, state.percent)}%` }}
          />
        </div>
        <ol className="mt-4 flex flex-wrap gap-x-6 gap-y-2 text-sm">
          {stages.map((stage, index) => (
            <li
              key={stage}
              aria-current={index === at ? 'step' : undefined}
              className={`inline-flex items-center gap-1.5 ${index === at ? 'font-semibold' : 'text-muted'}`}
            >
              <Icon name={index < at ? 'check' : index === at ? 'loader' : 'clock'} size={16} />
              {text(`stage.${stage}.name`)}
            </li>
          ))}
        </ol>
        <p className="mt-3 text-sm text-muted">{text('report.may_close')}</p>
      </Card>
      <Card title={text('report.log')}>
        <LogList lines={log} follow />
      </Card>
    </div>
  )
}
