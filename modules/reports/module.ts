import type { Module } from '@guichet/platform/module'
import * as events from './events.ts'
import { schedules, tasks } from './jobs.ts'
import en from './locales/en.json' with { type: 'json' }
import fr from './locales/fr.json' with { type: 'json' }
import { permissions } from './permissions.ts'
import { routes } from './routes.ts'
import { subscribers } from './subscribers.ts'

/** A client's documents in, a sourced report out. */
export const reports: Module = {
  name: 'reports',
  capability: { needs: ['documents'] },
  permissions,
  events: Object.values(events),
  routes,
  pages: [],
  subscribers,
  schedules,
  tasks,
  file_columns: [
    'reports.report.file_sha256',
    'reports.report.pdf_sha256',
    'reports.template_version.sha256',
  ],
  migrations: new URL('./migrations/', import.meta.url),
  locales: { fr, en },
}
