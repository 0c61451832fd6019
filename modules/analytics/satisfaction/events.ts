import { z } from 'zod'
import { defineEvent } from '@guichet/platform/events'
import { defineNotice } from '@guichet/platform/notifications'

export const voteCast = defineEvent({
  name: 'analytics.vote_cast',
  payload: z.object({ vote_id: z.uuid(), ticket_id: z.uuid(), service_id: z.uuid() }),
  permission: 'analytics.satisfaction.read',
  live: ['service_id'],
})
export const satisfactionFell = defineEvent({
  name: 'analytics.satisfaction_fell',
  payload: z.object({ alert_id: z.uuid(), service_id: z.uuid(), bad: z.int(), latest: z.int() }),
  permission: 'analytics.satisfaction.read',
  live: ['alert_id', 'service_id', 'bad', 'latest'],
})
export const satisfactionRecovered = defineEvent({
  name: 'analytics.satisfaction_recovered',
  payload: z.object({ alert_id: z.uuid(), service_id: z.uuid() }),
  permission: 'analytics.satisfaction.read',
  live: ['alert_id', 'service_id'],
})
export const satisfactionAddedUp = defineEvent({
  name: 'analytics.satisfaction_added_up',
  payload: z.object({ local_day: z.string(), votes: z.int() }),
  permission: 'analytics.satisfaction.read',
  live: ['local_day'],
})
export const satisfactionSettingsChanged = defineEvent({
  name: 'analytics.satisfaction_settings_changed',
  payload: z.object({}),
  permission: 'analytics.satisfaction.read',
  live: [],
})

export const ratingAsked = defineNotice({
  name: 'analytics.rating_asked',
  audience: 'visitor',
  facts: z.object({ site: z.string(), service: z.string(), link: z.string() }),
  channels: ['whatsapp', 'sms', 'email'],
  urgency: 'normal',
  expires_s: 2 * 86_400,
  consent: 'optional',
})

export const satisfactionAlert = defineNotice({
  name: 'analytics.satisfaction_alert',
  audience: 'staff',
  facts: z.object({
    service: z.string(),
    site: z.string(),
    bad: z.string(),
    latest: z.string(),
    link: z.string(),
  }),
  channels: ['email', 'push', 'web_push'],
  urgency: 'normal',
  expires_s: 86_400,
  consent: 'transactional',
})
