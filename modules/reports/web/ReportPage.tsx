import { getApi, useRead, useSend } from '@guichet/kit/api'
import { Button, buttonClass } from '@guichet/kit/button'
import { ConfirmDialog } from '@guichet/kit/dialog'
import { Icon } from '@guichet/kit/icon'
import { useGo, useSetSearch } from '@guichet/kit/link'
import { MenuButton } from '@guichet/kit/menu'
import { Notice, Page } from '@guichet/kit/page'
import { useMembership, usePermission } from '@guichet/kit/session'
import type { PageProps } from '@guichet/kit/shell-route'
import { useFormats, useText } from '@guichet/kit/texts'
import { useState } from 'react'
import { Card } from '@guichet/kit/card'
import {
  cancelReport,
  downloadReport,
  listReports,
  readReport,
  removeReport,
  retryReport,
} from '../contract.ts'
import { LogList } from './report/LogList.tsx'
import { ReportProgress } from './report/ReportProgress.tsx'
import { ReportResult } from './report/ReportResult.tsx'
import { SourcePanel } from './report/SourcePanel.tsx'
import { useFollow } from './report/use-follow.ts'
import { StatusBadge } from './StatusBadge.tsx'
import { isOver } from './words.ts'

type Search = { tab?: string; document?: string; page?: string; quote?: string }

/** `/reports/{id}`: how it goes on, then what it says beside its sources. */
export function ReportPage({ params, search }: PageProps<Search>) {
  const text = useText('reports')
  const formats = useFormats({ time_zone: useMembership()?.tenant.time_zone })
  const go = useGo()
  const setSearch = useSetSearch()
  const may_write = usePermission('reports.report.write')
  const input = { params: { report_id: params.report_id! } }
  const report = useRead(readReport, input)
  const { state, log } = useFollow(report)
  const [removing, setRemoving] = useState(false)
  const cancel = useSend(cancelReport)
  const retry = useSend(retryReport)
  // Its own page would ask again for what is gone.
  const remove = useSend(removeReport, { invalidates: [listReports], onDone: () => go('/reports') })
  const running = !isOver(state.status)

  return (
    <Page
      title={text('report.title', { client: report.client_name })}
      status={<StatusBadge status={state.status} />}
      note={text('report.note', {
        at: formats.date_time(report.created_at),
        count: report.document_count,
        template: report.template_name ?? text('new.usual'),
      })}
      back={{ to: '/reports', label: text('list.title') }}
      actions={
        <>
          {running && may_write && (
            <Button icon="forbidden" busy={cancel.isPending} onPress={() => cancel.mutate(input)}>
              {text('report.cancel')}
            </Button>
          )}
          {!running && may_write && (
            <MenuButton
              label={text('report.more')}
              icon="more"
              items={[
                {
                  id: 'retry',
                  label: text('report.retry'),
                  icon: 'refresh',
                  onPress: () => retry.mutate(input),
                },
                {
                  id: 'remove',
                  label: text('report.remove'),
                  icon: 'trash',
                  tone: 'danger',
                  onPress: () => setRemoving(true),
                },
              ]}
            />
          )}
          {report.formats.map((format) => (
            <a
              key={format}
              href={getApi().address(downloadReport, { ...input, query: { format } })}
              download
              className={buttonClass(format === 'docx' ? 'primary' : 'secondary')}
            >
              <Icon name="download" />
              {text(`report.download.${format}`)}
            </a>
          ))}
        </>
      }
    >
      {running ? (
        <ReportProgress state={state} log={log} />
      ) : report.content ? (
        <ReportResult
          content={report.content}
          log={log}
          tab={search.tab}
          onOpen={({ document_id, page, quote }) =>
            setSearch(
              { document: document_id, page: String(page), quote: quote.slice(0, 400) },
              { push: true },
            )
          }
        />
      ) : (
        <>
          <Notice
            tone={state.status === 'FAILED' ? 'error' : 'warning'}
            title={text(`report.ended.${state.status}`)}
            action={
              may_write && (
                <Button
                  size="small"
                  icon="refresh"
                  busy={retry.isPending}
                  onPress={() => retry.mutate(input)}
                >
                  {text('report.retry')}
                </Button>
              )
            }
          >
            {text('report.kept')}
          </Notice>
          <Card title={text('report.log')}>
            <LogList lines={log} follow={false} />
          </Card>
        </>
      )}
      {search.document && search.page && (
        <SourcePanel
          report_id={report.id}
          document_id={search.document}
          page={Number(search.page)}
          quote={search.quote ?? ''}
          onTurn={(page) => setSearch({ page: String(page) })}
          onClose={() => setSearch({ document: undefined, page: undefined, quote: undefined })}
        />
      )}
      <ConfirmDialog
        isOpen={removing}
        onClose={() => setRemoving(false)}
        title={text('report.remove')}
        consequence={text('report.remove_consequence')}
        confirm={text('report.remove')}
        busy={remove.isPending}
        onConfirm={() => remove.mutate(input)}
      />
    </Page>
  )
}
