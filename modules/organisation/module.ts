import type { Module } from '@guichet/platform/module'
import * as events from './events.ts'
import en from './locales/en.json' with { type: 'json' }
import fr from './locales/fr.json' with { type: 'json' }
import { permissions } from './permissions.ts'
import { siteNames } from './queries/places.ts'
import { routes } from './routes.ts'

/** Places that receive people, those who work there, and those who come. */
export const organisation: Module = {
  name: 'organisation',
  permissions,
  events: Object.values(events),
  routes,
  pages: [],
  subscribers: [],
  schedules: [],
  migrations: new URL('./migrations/', import.meta.url),
  locales: { fr, en },
  site_names: siteNames,
}
