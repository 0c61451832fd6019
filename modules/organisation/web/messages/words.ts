import type { IconName } from '@guichet/kit/icon'
import type { Tone } from '@guichet/kit/badge'
import type { ReplyOf } from '@guichet/platform/contract'
import type { listChannels, listMessages, readMessage } from '@guichet/platform/notifications-contract'

export type MessageLine = ReplyOf<typeof listMessages>['items'][number]
export type Message = ReplyOf<typeof readMessage>
export type ChannelState = ReplyOf<typeof listChannels>['items'][number]
export type Channel = ChannelState['id']

export const channels: readonly Channel[] = ['whatsapp', 'sms', 'email', 'push', 'web_push']
export const channelIcons: Record<Channel, IconName> = {
  whatsapp: 'message',
  sms: 'phone',
  email: 'mail',
  push: 'bell',
  web_push: 'globe',
}
export const statuses: readonly MessageLine['status'][] = [
  'pending',
  'sending',
  'sent',
  'delivered',
  'read',
  'simulated',
  'failed',
  'suppressed',
  'expired',
  'cancelled',
]
export const statusTones: Record<MessageLine['status'], Tone> = {
  pending: 'info',
  sending: 'info',
  sent: 'accent',
  delivered: 'success',
  read: 'success',
  simulated: 'warning',
  failed: 'error',
  suppressed: 'neutral',
  expired: 'neutral',
  cancelled: 'neutral',
}

/** Why a message, or one of its channels, came to nothing: what has words of its own in `message.reason`. */
const reasons: readonly string[] = [
  'no_address',
  'bad_address',
  'address_refused',
  'opted_out',
  'no_consent',
  'not_wanted',
  'not_a_member',
  'channel_off',
  'cap_reached',
  'no_conversation',
  'vendor_refused',
  'vendor_away',
  'vendor_resting',
  'attachment_missing',
  'quiet_hours',
  'unknown_notice',
]
const steps: readonly string[] = [
  ...statuses,
  'written',
  'held',
  'skipped',
  'quiet',
  'waiting',
  'retrying',
  'given_up',
  'answered',
  'opted_out',
]

type Text = (key: string) => string
export const reasonOf = (text: Text, reason: string): string =>
  reasons.includes(reason) ? text(`message.reason.${reason}`) : reason
export const stepOf = (text: Text, step: string): string =>
  steps.includes(step) ? text(`message.step.${step}`) : step
