import { z } from 'zod'
import { defineEvent } from '@guichet/platform/events'

export const siteChanged = defineEvent({
  name: 'organisation.site_changed',
  payload: z.object({ site_id: z.uuid() }),
  permission: 'member',
  devices: true,
  live: ['site_id'],
})
export const hoursChanged = defineEvent({
  name: 'organisation.hours_changed',
  payload: z.object({ site_id: z.uuid() }),
  permission: 'member',
  devices: true,
  live: ['site_id'],
})
export const serviceChanged = defineEvent({
  name: 'organisation.service_changed',
  payload: z.object({ service_id: z.uuid() }),
  permission: 'member',
  devices: true,
  live: ['service_id'],
})
export const counterChanged = defineEvent({
  name: 'organisation.counter_changed',
  payload: z.object({ counter_id: z.uuid() }),
  permission: 'member',
  live: ['counter_id'],
})
export const agentChanged = defineEvent({
  name: 'organisation.agent_changed',
  payload: z.object({ user_id: z.uuid() }),
  permission: 'member',
  live: ['user_id'],
})
export const customerKept = defineEvent({
  name: 'organisation.customer_kept',
  payload: z.object({ customer_id: z.uuid() }),
  permission: 'organisation.customer.read',
  live: ['customer_id'],
})
export const organisationChanged = defineEvent({
  name: 'organisation.organisation_changed',
  payload: z.object({ organisation_id: z.uuid() }),
  permission: 'member',
  live: ['organisation_id'],
})
