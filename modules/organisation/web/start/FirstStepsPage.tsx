import { useGo } from '@guichet/kit/link'
import { Page } from '@guichet/kit/page'
import type { PageProps } from '@guichet/kit/shell-route'
import { useSite } from '@guichet/kit/session'
import { useText } from '@guichet/kit/texts'
import { NoSite } from '../settings/NoSite.tsx'
import { ReadyStep } from './ReadyStep.tsx'
import { ServicesStep } from './ServicesStep.tsx'
import { StepProgress } from './StepFrame.tsx'

/** The second half of the first run, inside the new organisation: its services, then its first ticket. */
export function FirstStepsPage({ search }: PageProps) {
  const text = useText('organisation')
  const go = useGo()
  const { site } = useSite()
  const step = search.step === 'ready' ? 'ready' : 'services'
  return (
    <Page title={text(`start.${step}.title`)} note={text(`start.${step}.note`)} skeleton="form">
      <div className="max-w-3xl">
        <StepProgress step={step} />
        {!site && <NoSite />}
        {site && step === 'services' && (
          <ServicesStep site_id={site.id} onDone={() => go('/first-steps', { step: 'ready' })} />
        )}
        {site && step === 'ready' && <ReadyStep site_id={site.id} />}
      </div>
    </Page>
  )
}
