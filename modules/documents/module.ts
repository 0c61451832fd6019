import type { Module } from '@guichet/platform/module'
import { scanTask } from './clients/commands.ts'
import * as events from './events.ts'
import { schedules } from './jobs.ts'
import en from './locales/en.json' with { type: 'json' }
import fr from './locales/fr.json' with { type: 'json' }
import { permissions } from './permissions.ts'
import { readTask } from './reading/commands/task.ts'
import { routes } from './routes.ts'
import { subscribers } from './subscribers.ts'

/** Files that people hand over: taken in, kept, read page by page, searched. */
export const documents: Module = {
  name: 'documents',
  capability: { needs: [] },
  permissions,
  events: Object.values(events),
  routes,
  pages: [],
  subscribers,
  schedules,
  tasks: [readTask, scanTask],
  file_columns: [
    'documents.document.sha256',
    'documents.chunk.sha256',
    'documents.page.image_sha256',
    'documents.page.thumbnail_sha256',
  ],
  migrations: new URL('./migrations/', import.meta.url),
  locales: { fr, en },
}
