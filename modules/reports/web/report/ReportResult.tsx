import { Badge } from '@guichet/kit/badge'
import { Card } from '@guichet/kit/card'
import { useSetSearch } from '@guichet/kit/link'
import { Empty, Notice } from '@guichet/kit/page'
import { Table } from '@guichet/kit/table'
import { Tabs } from '@guichet/kit/tabs'
import { useFormats, useText } from '@guichet/kit/texts'
import { useState } from 'react'
import type { Fact, LogLine, ReportContent } from '../../contract.ts'
import { LogList } from './LogList.tsx'
import { SentenceList, SourceButton, type OpenSource } from './SentenceList.tsx'

/** What the report says, each part beside its sources. */
export function ReportResult({
  content,
  log,
  tab,
  onOpen,
}: {
  content: ReportContent
  log: readonly LogLine[]
  tab: string | undefined
  onOpen: OpenSource
}) {
  const text = useText('reports')
  const setSearch = useSetSearch()
  return (
    <Tabs
      label={text('report.parts')}
      selected={tab ?? 'report'}
      onSelect={(id) => setSearch({ tab: id === 'report' ? undefined : id })}
      items={[
        { id: 'report', label: text('report.text') },
        { id: 'facts', label: text('template.facts'), count: content.facts.length },
        { id: 'disagreements', label: text('report.disagreements'), count: content.contradictions.length },
        { id: 'log', label: text('report.log') },
      ]}
    >
      {tab === 'facts' ? (
        <>
          {content.facts_left_out > 0 && (
            <Notice>{text('document.facts_left_out', { count: content.facts_left_out })}</Notice>
          )}
          <FactTable facts={content.facts} onOpen={onOpen} />
        </>
      ) : tab === 'disagreements' ? (
        <Disagreements content={content} onOpen={onOpen} />
      ) : tab === 'log' ? (
        <Card>
          <LogList lines={log} follow={false} />
        </Card>
      ) : (
        <Written content={content} onOpen={onOpen} />
      )}
    </Tabs>
  )
}

function Written({ content, onOpen }: { content: ReportContent; onOpen: OpenSource }) {
  const text = useText('reports')
  return (
    <div className="grid gap-5">
      <Notice title={text('template.how')}>{content.written}</Notice>
      {content.unreadable.length > 0 && (
        <Notice tone="warning" title={text('template.unreadable')}>
          <ul className="mt-1">
            {content.unreadable.map(({ document_id, document_name, page, reason }) => (
              <li key={`${document_id} ${page}`}>
                <strong>{document_name}</strong> {page !== null && text('document.page', { page })} {reason}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <Card title={text('template.summary')}>
        <SentenceList sentences={content.summary} onOpen={onOpen} />
      </Card>
      {content.sections.map((section) => (
        <Card key={section.key} title={section.title} note={section.question}>
          <SentenceList sentences={section.sentences} onOpen={onOpen} />
        </Card>
      ))}
    </div>
  )
}

const page_size = 100

function FactTable({ facts, onOpen }: { facts: readonly Fact[]; onOpen: OpenSource }) {
  const text = useText('reports')
  const [shown, setShown] = useState(page_size)
  const items = facts.slice(0, shown).map((fact, index) => ({ ...fact, id: String(index) }))
  return (
    <Card padded={false}>
      <Table
        caption={text('template.facts')}
        items={items}
        more={facts.length > shown ? () => setShown(shown + page_size) : undefined}
        empty={<Empty kind="done" title={text('report.no_facts')} />}
        columns={[
          {
            key: 'label',
            header: text('template.fact_label'),
            cell: (fact) => (
              <span className="break-words">{fact.label || text(`kind.${fact.scheme ?? fact.kind}`)}</span>
            ),
          },
          {
            key: 'kind',
            header: text('report.kind'),
            cell: (fact) => <span className="text-muted">{text(`kind.${fact.scheme ?? fact.kind}`)}</span>,
          },
          {
            key: 'value',
            header: text('template.fact_value'),
            cell: (fact) => (
              <span className="font-medium break-words">
                {fact.shown}{' '}
                {fact.valid === false && <Badge tone="warning">{text('document.wrong_key')}</Badge>}
              </span>
            ),
          },
          {
            key: 'source',
            header: text('template.fact_source'),
            cell: (fact) => <SourceButton source={fact} onOpen={onOpen} />,
          },
        ]}
      />
    </Card>
  )
}

function Disagreements({ content, onOpen }: { content: ReportContent; onOpen: OpenSource }) {
  const text = useText('reports')
  const formats = useFormats()
  if (content.contradictions.length === 0)
    return (
      <Card>
        <Empty kind="done" title={text('report.agreed')} />
      </Card>
    )
  return (
    <div className="grid gap-5">
      <p className="max-w-prose text-muted">{text('template.disagreements_note')}</p>
      {content.contradictions.map(({ label, kind, facts }) => (
        <Card
          key={`${kind} ${label}`}
          title={label}
          note={formats.list([...new Set(facts.map(({ shown }) => shown))])}
        >
          <ul className="grid gap-2">
            {facts.map((fact) => (
              <li
                key={`${fact.document_id} ${fact.page} ${fact.value}`}
                className="flex flex-wrap items-baseline gap-x-4 gap-y-1"
              >
                <strong>{fact.shown}</strong>
                <SourceButton source={fact} onOpen={onOpen} />
              </li>
            ))}
          </ul>
        </Card>
      ))}
    </div>
  )
}
