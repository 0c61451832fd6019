import { capabilityRoutes } from './capabilities.ts'
import { accountRoutes } from './auth/routes.ts'
import { deviceRoutes } from './auth/device-routes.ts'
import * as events from './auth/events.ts'
import { listRoles, type RoleName } from './auth/contract.ts'
import { invitationLetter, letterSubscribers, passwordResetLetter } from './auth/letters.ts'
import { resetRoutes } from './auth/reset-routes.ts'
import { staffRoutes } from './auth/staff-routes.ts'
import { sql } from 'kysely'
import { handleCall } from './http/handle.ts'
import type { Module } from './module.ts'
import { oversightRoutes } from './oversight-routes.ts'
import { dailyAt, every } from './jobs/schedules.ts'
import { later } from './jobs/task.ts'
import { sweepFiles } from './storage/sweep.ts'
import { deliverMessage, mindMessages } from './notifications/deliver.ts'
import * as notificationEvents from './notifications/events.ts'
import { notificationSubscribers, testMessage } from './notifications/own-notices.ts'
import { notificationRoutes } from './notifications/routes.ts'
import { unsubscribePages } from './notifications/unsubscribe-page.ts'
import { publicPages } from './http/public-pages.ts'
import fr from './locales/fr.json' with { type: 'json' }
import en from './locales/en.json' with { type: 'json' }

/** How long the traces of work are kept: keys long past any retry, runs and deliveries for a look back. */
const kept = {
  idempotency_key: '3 days',
  delivery: '30 days',
  schedule_run: '30 days',
  job_run: '30 days',
  message: '400 days',
  message_receipt: '60 days',
}

/** The platform's own endpoints, texts and duties, served like any module's. */
export const platformModule: Module = {
  name: 'platform',
  permissions: {
    'platform.capability.write': ['owner', 'admin'],
    'platform.audit.read': ['owner', 'admin'],
    'platform.job.read': ['owner', 'admin'],
    'platform.job.write': ['owner', 'admin'],
    'platform.member.write': ['owner', 'admin'],
    'platform.device.write': ['owner', 'admin', 'manager'],
    'platform.message.read': ['owner', 'admin', 'manager'],
    'platform.template.write': ['owner', 'admin', 'manager'],
    'platform.channel.write': ['owner', 'admin'],
  },
  events: [...Object.values(events), ...Object.values(notificationEvents)],
  routes: [
    ...accountRoutes,
    ...resetRoutes,
    ...staffRoutes,
    ...deviceRoutes,
    ...oversightRoutes,
    ...notificationRoutes,
    ...capabilityRoutes,
    handleCall(listRoles, async (call) => ({
      items: [...call.platform.role_permissions].map(([role, permissions]) => ({
        role: role as RoleName,
        permissions: [...permissions].toSorted(),
      })),
    })),
  ],
  pages: [...publicPages, ...unsubscribePages],
  subscribers: [...notificationSubscribers, ...letterSubscribers],
  notices: [testMessage, invitationLetter, passwordResetLetter],
  tasks: [sweepFiles, deliverMessage],
  file_columns: ['platform.message_attachment.sha256'],
  schedules: [
    mindMessages,
    {
      name: 'platform.sweep_files',
      queue: 'maintenance',
      due: dailyAt('03:30'),
      run: (ctx) => later(ctx, sweepFiles, {}),
    },
    {
      name: 'platform.forget_old_traces',
      queue: 'maintenance',
      due: every(3_600),
      async run(ctx) {
        for (const [table, age] of Object.entries(kept)) {
          const column =
            table === 'delivery' || table === 'message_receipt'
              ? 'at'
              : table === 'job_run'
                ? 'started_at'
                : 'created_at'
          await sql`delete from ${sql.table(`platform.${table}`)} where ${sql.ref(column)} < ${ctx.now().toISOString()}::timestamptz - ${age}::interval`.execute(
            ctx.transaction.db,
          )
        }
        const now = ctx.now().toISOString()
        await sql`delete from auth.session where expires_at < ${now}`.execute(ctx.transaction.db)
        await sql`delete from auth.password_reset where created_at < ${now}::timestamptz - interval '1 day'`.execute(
          ctx.transaction.db,
        )
        await sql`delete from platform.early_key where created_at < ${now}::timestamptz - interval '1 day'`.execute(
          ctx.transaction.db,
        )
        await sql`delete from platform.sign_in_attempt where last_at < ${now}::timestamptz - interval '1 day'`.execute(
          ctx.transaction.db,
        )
      },
    },
  ],
  migrations: new URL('./migrations/', import.meta.url),
  locales: { fr, en },
}
