import { Icon } from '@guichet/kit/icon'
import { Link } from '@guichet/kit/link'
import { Page } from '@guichet/kit/page'
import { useText } from '@guichet/kit/texts'
import { groups } from './sections.ts'
import { useOpenSections } from './SettingsPage.tsx'

export function SettingsIndexPage() {
  const text = useText('organisation')
  const open = useOpenSections()
  return (
    <Page title={text('nav.settings')}>
      {groups.map((group) => {
        const shown = open.filter((section) => section.group === group)
        if (shown.length === 0) return null
        return (
          <section key={group} className="mb-6">
            <h2 className="mb-2 text-sm font-medium text-muted">{text(`settings.group.${group}`)}</h2>
            <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
              {shown.map((section) => (
                <li key={section.id}>
                  <Link
                    to={`/settings/${section.id}`}
                    className="flex h-full items-start gap-3 rounded border border-line bg-surface p-4 text-ink no-underline hover:border-control"
                  >
                    <span className="grid size-9 shrink-0 place-items-center rounded bg-accent-soft text-accent">
                      <Icon name={section.icon} size={20} />
                    </span>
                    <span className="min-w-0">
                      <span className="block font-semibold">{text(`settings.${section.id}.title`)}</span>
                      <span className="block text-sm text-muted">{text(`settings.${section.id}.note`)}</span>
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        )
      })}
    </Page>
  )
}
