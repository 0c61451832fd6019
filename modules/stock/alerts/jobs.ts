import type { Schedule } from '@guichet/platform/module'
import { dailyAt, every } from '@guichet/platform/schedules'
import { evaluateAlerts } from './commands/evaluate.ts'

export const alertSchedules: Schedule[] = [
  {
    name: 'stock.evaluate_alerts',
    queue: 'alerts',
    due: every(300),
    async run(ctx) {
      await evaluateAlerts(ctx, 'changed')
    },
  },
  {
    // After the night's predictions: whatever a round missed, this one sees.
    name: 'stock.evaluate_all_alerts',
    queue: 'maintenance',
    due: dailyAt('03:30'),
    async run(ctx) {
      await evaluateAlerts(ctx, 'full')
    },
  },
]
