import { Boundary } from '@guichet/kit/boundary'
import { LinkButton } from '@guichet/kit/link'
import { useMe } from '@guichet/kit/session'
import { Mark } from '@guichet/kit/shell'
import { PageSkeleton } from '@guichet/kit/skeleton'
import { useText } from '@guichet/kit/texts'
import { Navigate } from '@tanstack/react-router'

/** `/t`: straight to one's organisation, or a choice for those who have several. */
export function Organisations() {
  return (
    <Boundary whole fallback={<PageSkeleton kind="form" />}>
      <Choice />
    </Boundary>
  )
}

function Choice() {
  const text = useText('kit')
  const { memberships } = useMe()
  if (memberships.length === 1) return <Navigate to={`/t/${memberships[0]!.tenant.slug}` as '/'} replace />
  return (
    <main className="mx-auto max-w-md px-4 py-16">
      <title>{`${text('chooser.title')} · Guichet`}</title>
      <Mark size={40} />
      <h1 className="mt-4 text-2xl font-semibold">{text('chooser.title')}</h1>
      {memberships.length === 0 ? (
        <>
          <p className="mt-2 mb-5 text-muted">{text('chooser.none')}</p>
          <LinkButton to="/start" variant="primary">
            {text('chooser.start')}
          </LinkButton>
        </>
      ) : (
        <ul className="mt-5 divide-y divide-line rounded border border-line bg-surface">
          {memberships.map(({ tenant, role }) => (
            <li key={tenant.slug}>
              <a
                href={`/t/${tenant.slug}`}
                className="flex min-h-14 items-center justify-between gap-4 px-4 hover:bg-sunken"
              >
                <span className="font-medium">{tenant.name}</span>
                <span className="text-sm text-muted">{text(`role.${role}`)}</span>
              </a>
            </li>
          ))}
        </ul>
      )}
    </main>
  )
}
