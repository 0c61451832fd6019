import { z } from 'zod'
import { defineEvent } from '../events/define.ts'

export const memberChanged = defineEvent({
  name: 'platform.member_changed',
  payload: z.object({ member_id: z.uuid(), user_id: z.uuid() }),
  permission: 'platform.member.write',
  live: ['member_id'],
})
export const capabilitiesChanged = defineEvent({
  name: 'platform.capabilities_changed',
  payload: z.object({ organisation_id: z.uuid() }),
  permission: 'platform.capability.write',
  live: ['organisation_id'],
})
export const invitationCreated = defineEvent({
  name: 'platform.invitation_created',
  payload: z.object({ invitation_id: z.uuid(), role: z.string() }),
  permission: 'platform.member.write',
  live: ['invitation_id'],
})
export const invitationAccepted = defineEvent({
  name: 'platform.invitation_accepted',
  payload: z.object({ invitation_id: z.uuid(), user_id: z.uuid() }),
  permission: 'platform.member.write',
  live: ['invitation_id'],
})
export const devicePaired = defineEvent({
  name: 'platform.device_paired',
  payload: z.object({ device_id: z.uuid(), kind: z.string() }),
  permission: 'platform.device.write',
  live: ['device_id'],
})
export const deviceChanged = defineEvent({
  name: 'platform.device_changed',
  payload: z.object({ device_id: z.uuid() }),
  permission: 'platform.device.write',
  devices: true,
  live: ['device_id'],
})
export const tenantCreated = defineEvent({
  name: 'platform.tenant_created',
  payload: z.object({ slug: z.string() }),
  permission: 'platform.member.write',
  live: ['slug'],
})
export const passwordResetAsked = defineEvent({
  name: 'platform.password_reset_asked',
  payload: z.object({ reset_id: z.uuid(), user_id: z.uuid() }),
  permission: 'platform.member.write',
  live: [],
})
