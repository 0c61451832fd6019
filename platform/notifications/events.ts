import { z } from 'zod'
import { defineEvent } from '../events/define.ts'

export const messageAnswered = defineEvent({
  name: 'platform.message_answered',
  payload: z.object({
    message_id: z.uuid(),
    notice: z.string(),
    key: z.string(),
    /** Name of the reply, as the notice declares it. */
    answer: z.string(),
    channel: z.string(),
  }),
  permission: 'platform.message.read',
  live: ['message_id'],
  subject: 'message_id',
})
export const messageFailed = defineEvent({
  name: 'platform.message_failed',
  payload: z.object({ message_id: z.uuid(), notice: z.string(), key: z.string(), reason: z.string() }),
  permission: 'platform.message.read',
  live: ['message_id'],
  subject: 'message_id',
})
export const channelTested = defineEvent({
  name: 'platform.channel_tested',
  payload: z.object({ channel: z.string(), user_id: z.uuid(), key: z.string() }),
  permission: 'platform.channel.write',
  live: [],
})
