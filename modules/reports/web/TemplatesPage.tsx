import { getApi, usePages, useRead, useSend } from '@guichet/kit/api'
import { Badge } from '@guichet/kit/badge'
import { Button, buttonClass } from '@guichet/kit/button'
import { Card } from '@guichet/kit/card'
import { ConfirmDialog } from '@guichet/kit/dialog'
import { Icon } from '@guichet/kit/icon'
import { useSetSearch } from '@guichet/kit/link'
import { Empty, Page, PartFrame } from '@guichet/kit/page'
import { useMembership, usePermission } from '@guichet/kit/session'
import type { PageProps } from '@guichet/kit/shell-route'
import { Table } from '@guichet/kit/table'
import { useFormats, useLocale, useText } from '@guichet/kit/texts'
import { toast } from '@guichet/kit/toast'
import { useState } from 'react'
import {
  changeTemplate,
  listTemplates,
  readFields,
  readUsualTemplate,
  removeTemplate,
  type Template,
} from '../templates/contract.ts'
import { FieldList } from './templates/FieldList.tsx'
import { TemplatePanel } from './templates/TemplatePanel.tsx'
import { TemplateUpload } from './templates/TemplateUpload.tsx'

type Search = { template?: string }

/** `/reports/templates`: the organisation's own Word templates, and what they may mention. */
export function TemplatesPage({ search }: PageProps<Search>) {
  const text = useText('reports')
  const locale = useLocale()
  const setSearch = useSetSearch()
  const may_write = usePermission('reports.template.write')
  const fields = useRead(readFields)
  const usual = (query: { filled?: 'true'; format?: 'pdf' }) =>
    getApi().address(readUsualTemplate, { query: { language: locale, ...query } })
  return (
    <Page
      title={text('templates.title')}
      note={text('templates.note')}
      back={{ to: '/reports', label: text('list.title') }}
    >
      <div className="grid gap-5">
        {may_write && <TemplateUpload />}
        <Card padded={false} title={text('templates.own')}>
          <PartFrame>
            <Templates may_write={may_write} />
          </PartFrame>
        </Card>
        <Card
          title={text('new.usual')}
          note={text('templates.usual_note')}
          actions={
            <>
              <a href={usual({})} download className={buttonClass('secondary', 'small')}>
                <Icon name="download" size={16} />
                {text('templates.begin')}
              </a>
              <a
                href={usual({ filled: 'true', ...(fields.pdf ? { format: 'pdf' } : {}) })}
                download
                className={buttonClass('quiet', 'small')}
              >
                <Icon name="eye" size={16} />
                {text('templates.preview')}
              </a>
            </>
          }
        />
        <FieldList items={fields.items} />
      </div>
      {search.template && (
        <TemplatePanel
          key={search.template}
          template_id={search.template}
          pdf={fields.pdf}
          may_write={may_write}
          onClose={() => setSearch({ template: undefined })}
        />
      )}
    </Page>
  )
}

function Templates({ may_write }: { may_write: boolean }) {
  const text = useText('reports')
  const formats = useFormats({ time_zone: useMembership()?.tenant.time_zone })
  const setSearch = useSetSearch()
  const { items, more, loading_more } = usePages(listTemplates, { query: {} })
  const [removing, setRemoving] = useState<Template | null>(null)
  const change = useSend(changeTemplate, {
    onDone: () => toast({ text: text('templates.saved'), tone: 'success' }),
  })
  const remove = useSend(removeTemplate, { onDone: () => setRemoving(null) })
  return (
    <>
      <Table
        caption={text('templates.own')}
        items={items}
        more={more}
        loadingMore={loading_more}
        onRowPress={(template) => setSearch({ template: template.id }, { push: true })}
        empty={
          <Empty kind="first" icon="file" title={text('templates.none')} note={text('templates.none_note')} />
        }
        columns={[
          { key: 'name', header: text('templates.name'), cell: (template) => template.name },
          {
            key: 'chosen',
            header: text('templates.use'),
            cell: (template) =>
              template.chosen ? <Badge tone="success">{text('templates.chosen')}</Badge> : '–',
          },
          {
            key: 'version',
            header: text('templates.version'),
            align: 'end',
            cell: (template) => template.version,
          },
          {
            key: 'at',
            header: text('templates.changed'),
            align: 'end',
            cell: (template) => formats.date(template.changed_at),
          },
          {
            key: 'actions',
            header: text('templates.actions'),
            quiet: true,
            align: 'end',
            cell: (template) =>
              may_write && (
                <span className="inline-flex flex-wrap justify-end gap-1">
                  {!template.chosen && (
                    <Button
                      size="small"
                      variant="quiet"
                      onPress={() =>
                        change.mutate({ params: { template_id: template.id }, body: { chosen: true } })
                      }
                    >
                      {text('templates.choose')}
                    </Button>
                  )}
                  <Button
                    size="small"
                    variant="quiet"
                    icon="trash"
                    aria-label={text('templates.remove_one', { name: template.name })}
                    onPress={() => setRemoving(template)}
                  />
                </span>
              ),
          },
        ]}
      />
      <ConfirmDialog
        isOpen={removing !== null}
        onClose={() => setRemoving(null)}
        title={text('templates.remove_one', { name: removing?.name ?? '' })}
        consequence={text('templates.remove_consequence')}
        confirm={text('templates.remove')}
        busy={remove.isPending}
        onConfirm={() => removing && remove.mutate({ params: { template_id: removing.id } })}
      />
    </>
  )
}
