import type { Module } from '@guichet/platform/module'
import {
  calledNotice,
  givenNotice,
  missedNotice,
  nearNotice,
  tellTurn,
  waitNotice,
} from './commands/notices.ts'
import * as events from './events.ts'
import { schedules } from './jobs.ts'
import en from './locales/en.json' with { type: 'json' }
import fr from './locales/fr.json' with { type: 'json' }
import { pages } from './pages.ts'
import { permissions } from './permissions.ts'
import { statisticsOf } from './queries/statistics.ts'
import { routes } from './routes.ts'
import { subscribers } from './subscribers.ts'

export const queue: Module = {
  name: 'queue',
  capability: { needs: [] },
  permissions,
  events: Object.values(events),
  routes,
  pages,
  subscribers,
  schedules,
  notices: [givenNotice, nearNotice, calledNotice, missedNotice, waitNotice],
  tasks: [tellTurn],
  migrations: new URL('./migrations/', import.meta.url),
  locales: { fr, en },
  live_stats: async (ctx, site_id) => ({ ...(await statisticsOf(ctx, site_id)) }),
}
