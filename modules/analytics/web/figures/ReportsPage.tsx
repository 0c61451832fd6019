import { usePages, useRead, useSend } from '@guichet/kit/api'
import { Badge } from '@guichet/kit/badge'
import { Button } from '@guichet/kit/button'
import { Card } from '@guichet/kit/card'
import { Select, Switch } from '@guichet/kit/form'
import { Empty, PartFrame } from '@guichet/kit/page'
import { usePermission } from '@guichet/kit/session'
import { Table } from '@guichet/kit/table'
import { toast } from '@guichet/kit/toast'
import {
  listDailyReports,
  listReportChoices,
  openDailyReport,
  readReportSubscription,
  rebuildFigures,
  subscribeToDailyReport,
  unsubscribeFromDailyReport,
  type DailyReport,
} from '../../figures/contract.ts'
import { AnalyticsFrame } from '../AnalyticsFrame.tsx'
import { useFigureWords } from './period.ts'

/** Last night's reports, and whether they also come by e-mail. */
export function ReportsPage() {
  return (
    <AnalyticsFrame here="reports" actions={<RebuildButton />} skeleton="table">
      <div className="grid gap-5">
        <PartFrame>
          <Inbox />
        </PartFrame>
        <PartFrame skeleton="form">
          <Subscription />
        </PartFrame>
      </div>
    </AnalyticsFrame>
  )
}

function Inbox() {
  const { text, formats, minutes, day } = useFigureWords()
  const reports = usePages(listDailyReports, { query: { limit: 30 } })
  const open = useSend(openDailyReport, {
    onDone: ({ url }, input) => {
      if (input.body?.disposition === 'attachment') location.assign(url)
    },
  })
  const show = (report: DailyReport, disposition: 'inline' | 'attachment') => {
    // Opened at once: a window that waits for an answer first is held back as an advertisement.
    const page = disposition === 'inline' ? window.open('', '_blank') : null
    open.mutate(
      { params: { daily_report_id: report.id }, body: { disposition } },
      {
        onSuccess: ({ url }) => page && (page.location.href = url),
        onError: () => page?.close(),
      },
    )
  }
  return (
    <Card title={text('figures.inbox.title')} note={text('figures.inbox.note')} padded={false}>
      <Table
        caption={text('figures.inbox.title')}
        items={reports.items}
        onRowPress={(report) => show(report, 'inline')}
        {...(reports.more ? { more: reports.more } : {})}
        loadingMore={reports.loading_more}
        empty={<Empty kind="first" title={text('figures.inbox.none')} />}
        columns={[
          {
            key: 'day',
            header: text('figures.day'),
            cell: (report) => (
              <span className={`whitespace-nowrap ${report.read ? '' : 'font-semibold'}`}>
                {day(report.local_day)} · {report.site_name}
              </span>
            ),
          },
          {
            key: 'state',
            header: text('figures.inbox.state'),
            cell: (report) => (
              <span className="flex flex-wrap gap-1.5">
                {!report.read && <Badge tone="info">{text('figures.inbox.unread')}</Badge>}
                {report.late && <Badge tone="warning">{text('figures.inbox.late')}</Badge>}
                {report.read && !report.late && text('figures.inbox.read')}
              </span>
            ),
          },
          {
            key: 'issued',
            header: text('figures.issued'),
            cell: (report) => formats.number(report.issued),
            align: 'end',
          },
          {
            key: 'completed',
            header: text('figures.completed'),
            cell: (report) => formats.number(report.completed),
            align: 'end',
          },
          {
            key: 'p50',
            header: text('figures.p50'),
            cell: (report) => minutes(report.wait_p50_s),
            align: 'end',
          },
          {
            key: 'p90',
            header: text('figures.p90'),
            cell: (report) => minutes(report.wait_p90_s),
            align: 'end',
          },
          {
            key: 'file',
            header: text('figures.inbox.download'),
            quiet: true,
            align: 'end',
            cell: (report) => (
              <Button
                size="small"
                variant="quiet"
                icon="download"
                aria-label={text('figures.inbox.download_of', {
                  day: day(report.local_day),
                  site: report.site_name,
                })}
                onPress={() => show(report, 'attachment')}
              >
                {text('figures.inbox.pdf', { size: formats.bytes(report.bytes) })}
              </Button>
            ),
          },
        ]}
      />
    </Card>
  )
}

function Subscription() {
  const { text } = useFigureWords()
  const { subscribed, site_id } = useRead(readReportSubscription)
  const { sites } = useRead(listReportChoices)
  const subscribe = useSend(subscribeToDailyReport, {
    onDone: () => toast({ text: text('figures.subscription.on'), tone: 'success' }),
  })
  const stop = useSend(unsubscribeFromDailyReport, {
    onDone: () => toast({ text: text('figures.subscription.off') }),
  })
  return (
    <Card title={text('figures.subscription.title')}>
      <div className="grid gap-4">
        <Switch
          label={text('figures.subscription.switch')}
          hint={text('figures.subscription.hint')}
          value={subscribed}
          isDisabled={subscribe.isPending || stop.isPending}
          onChange={(on) => (on ? subscribe.mutate({ body: { site_id: null } }) : stop.mutate({}))}
        />
        {subscribed && sites.length > 1 && (
          <Select
            label={text('figures.filter.site')}
            isRequired
            placeholder={text('figures.filter.all_sites')}
            options={sites.map((site) => ({ value: site.id, label: site.name }))}
            value={site_id ?? ''}
            onChange={(id) => subscribe.mutate({ body: { site_id: id || null } })}
          />
        )}
      </div>
    </Card>
  )
}

/** Harmless, but long in a large organisation: nothing to confirm, nothing to undo. */
function RebuildButton() {
  const { text } = useFigureWords()
  const may_rebuild = usePermission('analytics.figures.rebuild')
  const rebuild = useSend(rebuildFigures, {
    onDone: () => toast({ text: text('figures.rebuild.asked'), tone: 'success' }),
  })
  if (!may_rebuild) return null
  return (
    <Button icon="refresh" busy={rebuild.isPending} onPress={() => rebuild.mutate({})}>
      {text('figures.rebuild.label')}
    </Button>
  )
}
