import { z } from 'zod'
import { subscribe, type Subscription } from '../events/define.ts'
import { channels, defineNotice, type Channel, type NoticeDefinition } from './define.ts'
import { channelTested } from './events.ts'
import { notify } from './outbox.ts'

/** What a person sends themselves to see whether a channel works. */
export const testMessage = defineNotice({
  name: 'platform.test_message',
  audience: 'staff',
  facts: z.object({}),
  channels,
  urgency: 'now',
  expires_s: 900,
  consent: 'transactional',
})

export const notificationSubscribers: Subscription[] = [
  subscribe(
    channelTested,
    'platform.send_test_message',
    async (ctx, { payload }) => {
      const only: NoticeDefinition = { ...testMessage, channels: [payload.channel as Channel] }
      await notify(ctx, only, { to: { kind: 'user', user_id: payload.user_id }, facts: {}, key: payload.key })
    },
    { queue: 'alerts' },
  ),
]
