import { Link } from '@guichet/kit/link'
import { Icon } from '@guichet/kit/icon'
import { Page } from '@guichet/kit/page'
import { useMembership } from '@guichet/kit/session'
import { useText } from '@guichet/kit/texts'
import { type ReactNode, useSyncExternalStore } from 'react'
import { groups, sections } from './sections.ts'

interface SettingsPageProps {
  section: string
  actions?: ReactNode
  status?: ReactNode
  children: ReactNode
}

/** Every page of the settings: the other sections stay at hand on the side, where there is room. */
export function SettingsPage({ section, actions, status, children }: SettingsPageProps) {
  const text = useText('organisation')
  const wide = useWide()
  return (
    <div className={wide ? 'flex' : ''}>
      {wide && (
        <nav aria-label={text('nav.settings')} className="w-52 shrink-0 py-6 ps-6 print:hidden">
          <div className="sticky top-20">
            <SectionLinks current={section} />
          </div>
        </nav>
      )}
      <div className="min-w-0 flex-1">
        <Page
          title={text(`settings.${section}.title`)}
          note={text(`settings.${section}.note`)}
          back={wide ? undefined : { to: '/settings', label: text('nav.settings') }}
          actions={actions}
          status={status}
          width="normal"
        >
          {children}
        </Page>
      </div>
    </div>
  )
}

function SectionLinks({ current }: { current: string }) {
  const text = useText('organisation')
  const open = useOpenSections()
  return groups.map((group) => {
    const shown = open.filter((section) => section.group === group)
    if (shown.length === 0) return null
    return (
      <div key={group} className="mb-4">
        <h2 className="mb-1 px-2.5 text-sm font-medium text-muted">{text(`settings.group.${group}`)}</h2>
        <ul className="space-y-0.5">
          {shown.map((section) => (
            <li key={section.id}>
              <Link
                to={`/settings/${section.id}`}
                aria-current={section.id === current ? 'page' : undefined}
                className={`flex min-h-9 items-center gap-2.5 rounded px-2.5 py-1 text-sm no-underline -outline-offset-2 ${
                  section.id === current
                    ? 'bg-accent-soft font-semibold text-accent'
                    : 'text-ink hover:bg-sunken'
                }`}
              >
                <Icon name={section.icon} />
                {text(`settings.${section.id}.title`)}
              </Link>
            </li>
          ))}
        </ul>
      </div>
    )
  })
}

export function useOpenSections() {
  const permissions = useMembership()?.permissions ?? []
  return sections.filter((section) => permissions.includes(section.permission))
}

const wide_enough = '(min-width: 75rem)'

function subscribeWide(listener: () => void): () => void {
  const query = matchMedia(wide_enough)
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}

function useWide(): boolean {
  return useSyncExternalStore(subscribeWide, () => matchMedia(wide_enough).matches)
}
