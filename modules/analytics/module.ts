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
import {
  ratingAsked,
  satisfactionAddedUp,
  satisfactionAlert,
  satisfactionFell,
  satisfactionRecovered,
  satisfactionSettingsChanged,
  voteCast,
} from './satisfaction/events.ts'
import { satisfactionSchedules, satisfactionTasks } from './satisfaction/jobs.ts'
import { satisfactionPages } from './satisfaction/pages.ts'
import { offerRating } from './satisfaction/queries/offer.ts'
import { satisfactionRoutes } from './satisfaction/routes.ts'
import { satisfactionSubscribers } from './satisfaction/subscribers.ts'

export const analytics: Module = {
  name: 'analytics',
  capability: { needs: ['queue'] },
  permissions,
  events: [
    rebuildAsked,
    figuresRebuilt,
    dailyReportReady,
    waitTargetSet,
    reportSubscriptionChanged,
    voteCast,
    satisfactionFell,
    satisfactionRecovered,
    satisfactionAddedUp,
    satisfactionSettingsChanged,
  ],
  routes: [...routes, ...satisfactionRoutes],
  pages: [...satisfactionPages],
  subscribers: [...subscribers, ...satisfactionSubscribers],
  schedules: [...schedules, ...satisfactionSchedules],
  tasks: [...tasks, ...satisfactionTasks],
  notices: [dailyReportNotice, ratingAsked, satisfactionAlert],
  offers: offerRating,
  file_columns: ['analytics.daily_report.sha256'],
  migrations: new URL('./migrations/', import.meta.url),
  locales: { fr, en },
}
