import type { Schedule } from '@guichet/platform/module'
import { every } from '@guichet/platform/schedules'
import { later } from '@guichet/platform/task'
import { scanTask } from './clients/commands.ts'
import { forgetHalfSent, takeUpAbandoned } from './intake/commands/tidy.ts'

export const schedules: Schedule[] = [
  {
    name: 'documents.take_up_abandoned',
    queue: 'maintenance',
    due: every(180),
    run: takeUpAbandoned,
  },
  {
    name: 'documents.forget_half_sent',
    queue: 'maintenance',
    due: every(3_600),
    run: forgetHalfSent,
  },
  {
    name: 'documents.look_at_clients_folder',
    queue: 'maintenance',
    due: every(60),
    run: (ctx) => later(ctx, scanTask, {}, { key: 'scan' }),
  },
]
