import type { IconName } from '@guichet/kit/icon'

export interface Section {
  id: string
  group: 'place' | 'team' | 'messages' | 'machines' | 'watch'
  icon: IconName
  permission: string
}

/** What can be set, in the order of the side navigation. */
export const sections: readonly Section[] = [
  { id: 'organisation', group: 'place', icon: 'building', permission: 'organisation.tenant.write' },
  { id: 'sites', group: 'place', icon: 'pin', permission: 'organisation.site.write' },
  { id: 'services', group: 'place', icon: 'list', permission: 'organisation.service.write' },
  { id: 'counters', group: 'place', icon: 'desk', permission: 'organisation.counter.write' },
  { id: 'queue', group: 'place', icon: 'ticket', permission: 'queue.setting.write' },
  { id: 'agents', group: 'team', icon: 'user_check', permission: 'organisation.agent.write' },
  { id: 'users', group: 'team', icon: 'users', permission: 'platform.member.write' },
  { id: 'roles', group: 'team', icon: 'key', permission: 'platform.member.write' },
  { id: 'outbox', group: 'messages', icon: 'mail', permission: 'platform.message.read' },
  { id: 'templates', group: 'messages', icon: 'edit', permission: 'platform.template.write' },
  { id: 'channels', group: 'messages', icon: 'message', permission: 'platform.message.read' },
  { id: 'devices', group: 'machines', icon: 'tv', permission: 'platform.device.write' },
  { id: 'audit', group: 'watch', icon: 'history', permission: 'platform.audit.read' },
  { id: 'jobs', group: 'watch', icon: 'activity', permission: 'platform.job.read' },
]

export const groups = ['place', 'team', 'messages', 'machines', 'watch'] as const

export const settingsPermissions = [...new Set(sections.map((section) => section.permission))]
