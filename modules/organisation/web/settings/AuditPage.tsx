import { usePages } from '@guichet/kit/api'
import { Card } from '@guichet/kit/card'
import { Select } from '@guichet/kit/form'
import { useSetSearch } from '@guichet/kit/link'
import { Empty } from '@guichet/kit/page'
import type { PageProps } from '@guichet/kit/shell-route'
import { useSite } from '@guichet/kit/session'
import { Table } from '@guichet/kit/table'
import { findText, useFormats, useText } from '@guichet/kit/texts'
import type { ReplyOf } from '@guichet/platform/contract'
import { listEvents } from '@guichet/platform/oversight-contract'
import { Suspense, useDeferredValue } from 'react'
import { knownEvents } from './known-events.ts'
import { SettingsPage } from './SettingsPage.tsx'

type Fact = ReplyOf<typeof listEvents>['items'][number]
type Search = { event?: string; where?: string }

/** `/settings/audit`: who did what, when, in words. */
export function AuditPage({ search }: PageProps<Search>) {
  const text = useText('organisation')
  const setSearch = useSetSearch()
  const { sites } = useSite()
  const shown = useDeferredValue(search)
  return (
    <SettingsPage section="audit">
      <div className="mb-4 grid gap-3 sm:grid-cols-2 lg:max-w-2xl">
        <Select
          label={text('audit.event')}
          isRequired
          placeholder={text('audit.all_events')}
          options={knownEvents.flatMap(({ names }) =>
            names.map((name) => ({ value: name, label: titleOf(name) })),
          )}
          value={search.event ?? ''}
          onChange={(event) => setSearch({ event: event || undefined })}
        />
        {sites.length > 1 && (
          <Select
            label={text('audit.site')}
            isRequired
            placeholder={text('audit.all_sites')}
            options={sites.map(({ id, name }) => ({ value: id, label: name }))}
            value={search.where ?? ''}
            onChange={(where) => setSearch({ where: where || undefined })}
          />
        )}
      </div>
      <Card padded={false}>
        <Suspense>
          <Facts search={shown} />
        </Suspense>
      </Card>
    </SettingsPage>
  )
}

function Facts({ search }: { search: Search }) {
  const text = useText('organisation')
  const formats = useFormats()
  const setSearch = useSetSearch()
  const { sites } = useSite()
  const filtered = Boolean(search.event || search.where)
  const { items, more, loading_more } = usePages(listEvents, {
    query: { name: search.event, site_id: search.where },
  })
  return (
    <Table
      caption={text('settings.audit.title')}
      items={items}
      more={more}
      loadingMore={loading_more}
      empty={
        filtered ? (
          <Empty kind="filtered" onClear={() => setSearch({ event: undefined, where: undefined })} />
        ) : (
          <Empty kind="first" icon="history" title={text('audit.none')} />
        )
      }
      columns={[
        { key: 'what', header: text('audit.what'), cell: (fact) => sentenceOf(fact) },
        { key: 'who', header: text('audit.who'), cell: (fact) => whoOf(fact, text) },
        {
          key: 'site',
          header: text('audit.site'),
          cell: (fact) => sites.find((site) => site.id === fact.site_id)?.name ?? '–',
        },
        {
          key: 'when',
          header: text('audit.when'),
          align: 'end',
          width: '10rem',
          cell: (fact) => (
            <time dateTime={fact.at} className="whitespace-nowrap">
              {formats.date_time(fact.at)}
            </time>
          ),
        },
      ]}
    />
  )
}

/** What kind of thing happens under this name: "Ticket appelé". */
function titleOf(name: string): string {
  return findText('organisation', `event.${name}.title`) ?? name
}

/** What happened, with the numbers and names the fact itself carries. */
function sentenceOf({ name, payload }: Fact): string {
  const values: Record<string, string | number> = {}
  for (const [key, value] of Object.entries(payload)) {
    if (typeof value === 'string' || typeof value === 'number') values[key] = value
  }
  const [owner = '', ...rest] = name.split('.')
  // A ticket that no counter has called yet carries no counter's name.
  const known = values.counter_name === undefined ? `event.${name}.without_counter` : `event.${name}.sentence`
  return (
    findText('organisation', known, values) ??
    findText('organisation', `event.${name}.sentence`, values) ??
    findText(owner, `event.${rest.join('.')}`, values) ??
    titleOf(name)
  )
}

function whoOf({ actor }: Fact, text: (key: string) => string): string {
  if (actor.name) return actor.name
  return ['user', 'device', 'visitor', 'system'].includes(actor.kind)
    ? text(`audit.actor.${actor.kind}`)
    : text('audit.actor.system')
}
