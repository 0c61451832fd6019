import type { Module } from '@guichet/platform/module'
import {
  dailyReportNotice,
  dailyReportReady,
  figuresRebuilt,
  rebuildAsked,
  reportSubscriptionChanged,
  waitTargetSet,
} from './figures/events.ts'
import { schedules, tasks } from './figures/jobs.ts'
import { routes } from './figures/routes.ts'
import { subscribers } from './figures/subscribers.ts'
import en from './locales/en.json' with { type: 'json' }
import fr from './locales/fr.json' with { type: 'json' }
import { permissions } from './permissions.ts'

export const analytics: Module = {
  name: 'analytics',
  capability: { needs: ['queue'] },
  permissions,
  events: [rebuildAsked, figuresRebuilt, dailyReportReady, waitTargetSet, reportSubscriptionChanged],
  routes: [...routes],
  pages: [],
  subscribers: [...subscribers],
  schedules: [...schedules],
  tasks: [...tasks],
  notices: [dailyReportNotice],
  file_columns: ['analytics.daily_report.sha256'],
  migrations: new URL('./migrations/', import.meta.url),
  locales: { fr, en },
}
