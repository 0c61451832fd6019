import type { Schedule } from '@guichet/platform/module'
import { every } from '@guichet/platform/schedules'
import { closeForgotten } from './commands/counter.ts'
import { expireForgotten } from './commands/visit.ts'

export const schedules: Schedule[] = [
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
