import type { Module } from '@guichet/platform/module'
import en from './locales/en.json' with { type: 'json' }
import fr from './locales/fr.json' with { type: 'json' }
import { permissions } from './permissions.ts'

export const analytics: Module = {
  name: 'analytics',
  permissions,
  events: [],
  routes: [],
  pages: [],
  subscribers: [],
  schedules: [],
  migrations: new URL('./migrations/', import.meta.url),
  locales: { fr, en },
}
