import type { Schedule } from '@guichet/platform/module'
import { every } from '@guichet/platform/schedules'
import { closeForgotten } from './commands/counter.ts'
import { calibrate, refreshPaces } from './commands/paces.ts'
import { watchWaits } from './commands/wait-limits.ts'
import { expireForgotten } from './commands/visit.ts'

export const schedules: Schedule[] = [
  {
    name: 'queue.refresh_paces',
    queue: 'default',
    due: every(60),
    async run(ctx) {
      await refreshPaces(ctx)
    },
  },
  {
    name: 'queue.watch_waits',
    queue: 'alerts',
    due: every(60),
    async run(ctx) {
      await watchWaits(ctx)
    },
  },
  {
    name: 'queue.calibrate',
    queue: 'maintenance',
    due: every(900),
    async run(ctx) {
      await calibrate(ctx)
    },
  },
  {
    name: 'queue.expire_forgotten',
    queue: 'maintenance',
    due: every(900),
    async run(ctx) {
      await expireForgotten(ctx)
    },
  },
  {
    name: 'queue.close_forgotten_counters',
    queue: 'maintenance',
    due: every(900),
    async run(ctx) {
      await closeForgotten(ctx)
    },
  },
]
