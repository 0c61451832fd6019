import { usePages, useSend } from '@guichet/kit/api'
import { Badge, type Tone } from '@guichet/kit/badge'
import { Button } from '@guichet/kit/button'
import { Card } from '@guichet/kit/card'
import { useSetSearch } from '@guichet/kit/link'
import { Empty } from '@guichet/kit/page'
import type { PageProps } from '@guichet/kit/shell-route'
import { Table } from '@guichet/kit/table'
import { Tabs } from '@guichet/kit/tabs'
import { findText, useFormats, useText } from '@guichet/kit/texts'
import { toast } from '@guichet/kit/toast'
import type { ReplyOf } from '@guichet/platform/contract'
import { listJobRuns, retryJobRun } from '@guichet/platform/oversight-contract'
import { Suspense, useDeferredValue } from 'react'
import { SettingsPage } from './SettingsPage.tsx'

type Run = ReplyOf<typeof listJobRuns>['items'][number]
type Status = Run['status']
type Search = { status?: string }

const statuses: readonly Status[] = ['dead', 'retrying', 'running', 'succeeded']
const tones: Record<Status, Tone> = {
  dead: 'error',
  retrying: 'warning',
  running: 'info',
  succeeded: 'success',
}

/** `/settings/jobs`: what the machinery does by itself, and what it could not finish. */
export function JobsPage({ search }: PageProps<Search>) {
  const text = useText('organisation')
  const setSearch = useSetSearch()
  const status = statuses.find((one) => one === search.status)
  const shown = useDeferredValue(status)
  return (
    <SettingsPage section="jobs">
      <Tabs
        label={text('settings.jobs.title')}
        items={[
          { id: 'all', label: text('job.all') },
          ...statuses.map((one) => ({ id: one, label: text(`job.statuses.${one}`) })),
        ]}
        selected={status ?? 'all'}
        onSelect={(id) => setSearch({ status: id === 'all' ? undefined : id })}
      >
        <Card padded={false}>
          <Suspense>
            <Runs status={shown} />
          </Suspense>
        </Card>
      </Tabs>
    </SettingsPage>
  )
}

function Runs({ status }: { status: Status | undefined }) {
  const text = useText('organisation')
  const formats = useFormats()
  const setSearch = useSetSearch()
  const { items, more, loading_more } = usePages(listJobRuns, { query: { status } })
  const retry = useSend(retryJobRun, {
    invalidates: [listJobRuns],
    onDone: () => toast({ text: text('job.queued'), tone: 'success' }),
  })
  return (
    <Table
      caption={text('settings.jobs.title')}
      items={items}
      more={more}
      loadingMore={loading_more}
      empty={
        status === 'dead' || status === 'retrying' ? (
          <Empty kind="done" title={text('job.no_failure')} />
        ) : status ? (
          <Empty kind="filtered" onClear={() => setSearch({ status: undefined })} />
        ) : (
          <Empty kind="first" icon="activity" title={text('job.none')} />
        )
      }
      columns={[
        {
          key: 'task',
          header: text('job.task'),
          cell: (run) => (
            <>
              {taskName(run.task)}
              {run.error && <span className="mt-0.5 block font-normal text-error">{run.error}</span>}
            </>
          ),
        },
        {
          key: 'status',
          header: text('status.title'),
          cell: (run) => <Badge tone={tones[run.status]}>{text(`job.status.${run.status}`)}</Badge>,
        },
        {
          key: 'attempt',
          header: text('job.attempt'),
          align: 'end',
          cell: (run) => text('job.attempt_of', { attempt: run.attempt, most: run.max_attempts }),
        },
        {
          key: 'started',
          header: text('job.started'),
          align: 'end',
          cell: (run) => (
            <time dateTime={run.started_at} className="whitespace-nowrap">
              {formats.date_time(run.started_at)}
            </time>
          ),
        },
        {
          key: 'next',
          header: text('job.next'),
          align: 'end',
          cell: (run) =>
            run.status === 'dead' ? (
              <Button
                size="small"
                icon="refresh"
                aria-label={text('job.retry_of', { task: taskName(run.task) })}
                busy={retry.isPending && retry.variables?.params.job_run_id === run.id}
                onPress={() => retry.mutate({ params: { job_run_id: run.id } })}
              >
                {text('job.retry')}
              </Button>
            ) : run.next_attempt_at ? (
              formats.time(run.next_attempt_at)
            ) : (
              '–'
            ),
        },
      ]}
    />
  )
}

const knownTasks: Readonly<Record<string, string>> = {
  'queue.expire_forgotten': 'task.expire_forgotten',
  'platform.forget_old_traces': 'task.forget_old_traces',
}

/** The task's words where there are some; otherwise the name a technician can search for. */
function taskName(task: string): string {
  const name = task.replace(/^schedule:/, '')
  const [owner = '', ...rest] = name.split('.')
  return findText('organisation', knownTasks[name] ?? '') ?? findText(owner, `task.${rest.join('.')}`) ?? name
}
