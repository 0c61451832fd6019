import type { Module } from '@guichet/platform/module'
import { alertSchedules } from './alerts/jobs.ts'
import { alertNotices } from './alerts/commands/notices.ts'
import { judge, predictAll, predictChanged, schedules as demandSchedules } from './demand/jobs.ts'
import * as events from './events.ts'
import { revalue } from './jobs.ts'
import en from './locales/en.json' with { type: 'json' }
import fr from './locales/fr.json' with { type: 'json' }
import { makeReportFiles, reportReady, reportSchedules } from './overview/jobs.ts'
import { permissions } from './permissions.ts'
import { routes } from './routes.ts'
import { subscribers } from './subscribers.ts'

export const stock: Module = {
  name: 'stock',
  capability: { needs: [] },
  permissions,
  events: Object.values(events),
  routes,
  pages: [],
  subscribers,
  schedules: [...demandSchedules, ...alertSchedules, ...reportSchedules],
  tasks: [revalue, predictAll, predictChanged, judge, makeReportFiles],
  notices: [...alertNotices, reportReady],
  migrations: new URL('./migrations/', import.meta.url),
  locales: { fr, en },
}
