import { Link } from '@guichet/kit/link'
import { Page } from '@guichet/kit/page'
import type { SkeletonKind, Search } from '@guichet/kit/shell-route'
import { useText } from '@guichet/kit/texts'
import type { ReactNode } from 'react'

const pages = ['wait', 'volumes', 'agents', 'satisfaction', 'reports'] as const

interface AnalyticsFrameProps {
  here: (typeof pages)[number]
  /** Filters that the other pages take over. */
  search?: Search
  actions?: ReactNode
  skeleton?: SkeletonKind
  children: ReactNode
}

/** One place for all figures: its pages beside one another, the filters kept between them. */
export function AnalyticsFrame({ here, search, actions, skeleton = 'cards', children }: AnalyticsFrameProps) {
  const text = useText('analytics')
  return (
    <Page title={text(`figures.page.${here}`)} width="full" actions={actions} skeleton={skeleton}>
      <nav
        aria-label={text('nav.figures')}
        className="mb-4 overflow-x-auto border-b border-line print:hidden"
      >
        <ul className="flex gap-1">
          {pages.map((page) => (
            <li key={page} className="shrink-0">
              <Link
                to={`/analytics/${page}`}
                {...(search ? { search } : {})}
                {...(page === here ? { 'aria-current': 'page' as const } : {})}
                className={`block border-b-2 px-3 py-2.5 no-underline ${page === here ? 'border-accent font-medium text-ink' : 'border-transparent text-muted hover:text-ink'}`}
              >
                {text(`figures.tab.${page}`)}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      {children}
    </Page>
  )
}
