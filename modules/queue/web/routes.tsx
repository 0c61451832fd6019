import type { Search, ShellRoute } from '@guichet/kit/shell-route'
import { registerTexts } from '@guichet/kit/texts'
import { statuses } from './staff/words.ts'

registerTexts('queue', {
  fr: () => import('../locales/fr.json', { with: { type: 'json' } }),
  en: () => import('../locales/en.json', { with: { type: 'json' } }),
})

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const matching = (value: string | undefined, form: RegExp) => (value && form.test(value) ? value : undefined)

/** What the list of tickets may be filtered by; anything else in the address is ignored. */
function ticketSearch(raw: Search): Search {
  return {
    scope: raw.scope === 'history' ? 'history' : undefined,
    status: statuses.find((status) => status === raw.status),
    service: matching(raw.service, uuid),
    search: raw.search?.slice(0, 60),
    day: matching(raw.day, /^\d{4}-\d{2}-\d{2}$/),
    ticket: matching(raw.ticket, uuid),
  }
}

export const queueRoutes: ShellRoute[] = [
  {
    path: '/desk',
    area: 'staff',
    permission: 'queue.counter.operate',
    nav: { label: 'nav.desk', module: 'queue', icon: 'desk', order: 10 },
    skeleton: 'desk',
    load: () => import('./DeskPage.tsx').then((file) => ({ Component: file.DeskPage })),
  },
  {
    path: '/reception',
    area: 'staff',
    permission: 'queue.ticket.issue',
    nav: { label: 'nav.reception', module: 'queue', icon: 'ticket', order: 20 },
    skeleton: 'cards',
    load: () => import('./ReceptionPage.tsx').then((file) => ({ Component: file.ReceptionPage })),
  },
  {
    path: '/live',
    area: 'staff',
    permission: 'queue.stats.read',
    nav: { label: 'nav.live', module: 'queue', icon: 'activity', order: 30 },
    skeleton: 'cards',
    load: () => import('./LivePage.tsx').then((file) => ({ Component: file.LivePage })),
  },
  {
    path: '/live/accuracy',
    area: 'staff',
    permission: 'queue.accuracy.read',
    load: () => import('./AccuracyPage.tsx').then((file) => ({ Component: file.AccuracyPage })),
    search: (raw) => ({
      weeks: matching(raw.weeks, /^(1|2|12|26)$/),
      service: matching(raw.service, uuid),
    }),
  },
  {
    path: '/tickets',
    area: 'staff',
    permission: 'queue.ticket.read',
    nav: { label: 'nav.tickets', module: 'queue', icon: 'list', order: 35 },
    load: () => import('./TicketsPage.tsx').then((file) => ({ Component: file.TicketsPage })),
    search: ticketSearch,
  },
  {
    path: '/settings/queue',
    area: 'staff',
    permission: 'queue.setting.write',
    skeleton: 'form',
    load: () => import('./QueueSettingsPage.tsx').then((file) => ({ Component: file.QueueSettingsPage })),
  },
]
