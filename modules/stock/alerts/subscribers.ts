import { subscribe, type Subscription } from '@guichet/platform/events'
import { messageAnswered, messageFailed } from '@guichet/platform/notifications'
import { acknowledgeMessage, noteFailure } from './commands/handle.ts'

export const alertSubscribers: readonly Subscription[] = [
  subscribe(
    messageAnswered,
    'stock.acknowledge_answered_alerts',
    async (ctx, { payload }) => {
      if (payload.notice.startsWith('stock.alert_') && payload.answer === 'seen')
        await acknowledgeMessage(ctx, payload.key, payload.channel)
    },
    { queue: 'alerts' },
  ),
  subscribe(messageFailed, 'stock.note_failed_alerts', async (ctx, { payload }) => {
    if (payload.notice.startsWith('stock.alert_')) await noteFailure(ctx, payload.key, payload.reason)
  }),
]
