import { Link } from '@guichet/kit/link'
import { Page } from '@guichet/kit/page'
import { useMembership } from '@guichet/kit/session'
import { useText } from '@guichet/kit/texts'
import { type ReactNode, useEffect, useRef } from 'react'
import { sections } from './sections.ts'

interface StockFrameProps {
  title: string
  /** Which page of the strip this is, or belongs to. */
  section: string
  status?: ReactNode
  actions?: ReactNode
  back?: { to: string; label: string }
  children: ReactNode
}

/** A page of the stock under the strip of its sisters. */
export function StockFrame({ title, section, status, actions, back, children }: StockFrameProps) {
  const text = useText('stock')
  const permissions = useMembership()?.permissions ?? []
  const here = useRef<HTMLLIElement>(null)
  useEffect(() => {
    // On a phone the strip is longer than the screen: the present page must be in sight.
    here.current?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [section])
  return (
    <Page title={title} status={status} actions={actions} back={back} width="full">
      <nav aria-label={text('sections.title')} className="mb-5 border-b border-line print:hidden">
        <ul className="-mb-px flex gap-1 overflow-x-auto">
          {sections
            .filter((one) => permissions.includes(one.permission))
            .map((one) => (
              <li key={one.id} ref={one.id === section ? here : undefined} className="shrink-0">
                <Link
                  to={one.path}
                  aria-current={one.id === section ? 'page' : undefined}
                  className={`flex min-h-10 items-center border-b-2 px-3 text-sm whitespace-nowrap pointer-coarse:min-h-12 ${
                    one.id === section
                      ? 'border-accent font-semibold text-ink'
                      : 'border-transparent text-muted hover:text-ink'
                  }`}
                >
                  {text(`sections.${one.id}`)}
                </Link>
              </li>
            ))}
        </ul>
      </nav>
      {children}
    </Page>
  )
}
