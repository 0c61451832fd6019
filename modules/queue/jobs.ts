import type { Schedule } from '@guichet/platform/module'
import { every } from '@guichet/platform/schedules'
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
]
