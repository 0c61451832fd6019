import type { Module } from '@guichet/platform/module'
import * as events from './events.ts'
import en from './locales/en.json' with { type: 'json' }
import fr from './locales/fr.json' with { type: 'json' }
import { permissions } from './permissions.ts'
import { routes } from './routes.ts'

/** Files that people hand over: taken in, kept, read page by page, searched. */
export const documents: Module = {
  name: 'documents',
  permissions,
  events: Object.values(events),
  routes,
  pages: [],
  subscribers: [],
  schedules: [],
  migrations: new URL('./migrations/', import.meta.url),
  locales: { fr, en },
}
