import { z } from 'zod'
import { agentNames, readSite } from '@guichet/organisation'
import type { Ctx } from '@guichet/platform/ctx'
import { emit } from '@guichet/platform/emit'
import type { Schedule } from '@guichet/platform/module'
import { dailyAt, every } from '@guichet/platform/schedules'
import { defineTask, later, type Task } from '@guichet/platform/task'
import { sayer } from '@guichet/platform/texts'
import { finishDailyReport, openDailyReports } from './commands/daily-report.ts'
import { noteQueues } from './commands/metrics.ts'
import { factsAreComplete, projectAgain } from './commands/project.ts'
import { writeReport } from './commands/write-report.ts'
import { figuresRebuilt } from './events.ts'
import { agentPerformance } from './queries/agent-performance.ts'
import { reportToMake } from './queries/inbox.ts'
import { queueStats } from './queries/queue-stats.ts'
import { waitTimes } from './queries/wait-times.ts'

/** A run reads some of the log and asks for the next: a process that stops in between loses nothing. */
const batches_a_run = 20

export const rebuildTask = defineTask({
  name: 'analytics.rebuild_from_log',
  queue: 'maintenance',
  payload: z.object({ after: z.uuid().nullable() }),
  async run(work, { after }) {
    let reached: string | null = after
    for (let batch = 0; batch < batches_a_run && !work.signal.aborted; batch++) {
      const last: string | null = await work.open((ctx) => projectAgain(ctx, reached))
      if (last === null) {
        await work.open((ctx) => emit(ctx, figuresRebuilt, {}))
        return
      }
      reached = last
    }
    await work.open((ctx) => later(ctx, rebuildTask, { after: reached }))
  },
})

/** Makes one day's report and puts it in the inbox; done again from the start after a failure, it is put there once. */
export const makeDailyReport = defineTask({
  name: 'analytics.make_daily_report',
  payload: z.object({ daily_report_id: z.uuid() }),
  async run({ platform, tenant, open }, { daily_report_id }) {
    const report = await open((ctx) => reportToMake(ctx, daily_report_id))
    if (!report) return
    const filters = { from: report.local_day, to: report.local_day, site_id: report.site_id }
    const site = await open((ctx) => readSite(ctx, report.site_id))
    const namesOf = (ids: string[]) => open((ctx) => agentNames(ctx, ids))
    const figures = await open(
      async (ctx) => ({
        waits: await waitTimes(ctx, filters),
        volumes: await queueStats(ctx, filters),
        agents: await agentPerformance(ctx, filters, namesOf),
      }),
      { figures: true },
    )
    const pdf = writeReport(sayer(platform.texts, tenant.locale), {
      tenant,
      site,
      local_day: report.local_day,
      due_at: new Date(report.due_at),
      made_at: platform.now(),
      late: report.late,
      ...figures,
    })
    const file = await platform.files.put(tenant.id, pdf)
    await open((ctx) =>
      finishDailyReport(ctx, daily_report_id, file, {
        issued: figures.volumes.totals.issued,
        completed: figures.volumes.totals.completed,
        wait_p50_s: figures.waits.wait.p50_s,
        wait_p90_s: figures.waits.wait.p90_s,
      }),
    )
  },
})

/** The last steps before midnight are still on their way into the figures when the day ends. */
const settling_ms = 60_000

/** Has the reports made of every site whose day has ended. */
export async function askDailyReports(ctx: Ctx, due_at: Date): Promise<void> {
  for (const daily_report_id of await openDailyReports(ctx, due_at)) {
    const run_at = new Date(due_at.getTime() + settling_ms)
    await later(ctx, makeDailyReport, { daily_report_id }, { key: daily_report_id, run_at })
  }
}

export const schedules: readonly Schedule[] = [
  {
    // Also how an installation that is older than its figures gets them: the duty is due when it first starts.
    name: 'analytics.compare_with_log',
    queue: 'maintenance',
    due: dailyAt('03:40'),
    async run(ctx) {
      if (!(await factsAreComplete(ctx))) await later(ctx, rebuildTask, { after: null }, { key: 'rebuild' })
    },
  },
  {
    name: 'analytics.note_queues',
    queue: 'maintenance',
    quiet: true,
    due: every(30),
    run: noteQueues,
  },
  {
    // Sites have clocks of their own, and every zone's midnight falls on a quarter of an hour.
    name: 'analytics.daily_reports',
    queue: 'maintenance',
    quiet: true,
    due: every(900),
    run: askDailyReports,
  },
]

export const tasks = [rebuildTask, makeDailyReport] as unknown as readonly Task[]
