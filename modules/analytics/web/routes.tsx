import type { Search, ShellRoute } from '@guichet/kit/shell-route'
import { registerTexts } from '@guichet/kit/texts'

registerTexts('analytics', {
  fr: () => import('../locales/fr.json', { with: { type: 'json' } }),
  en: () => import('../locales/en.json', { with: { type: 'json' } }),
})

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const day = /^\d{4}-\d{2}-\d{2}$/
const matching = (value: string | undefined, form: RegExp) => (value && form.test(value) ? value : undefined)

/** What figures can be narrowed to; anything else in the address is ignored. */
export function reportSearch(raw: Search): Search {
  return {
    last: ['1', '7', '28', '90', '365', 'chosen'].find((days) => days === raw.last),
    from: matching(raw.from, day),
    to: matching(raw.to, day),
    where: matching(raw.where, uuid),
    service: matching(raw.service, uuid),
    agent: matching(raw.agent, uuid),
  }
}

export const analyticsRoutes: ShellRoute[] = [
  {
    // The rail's entry stays marked on every page below it.
    path: '/analytics',
    area: 'staff',
    permission: 'analytics.report.read',
    nav: { label: 'nav.figures', module: 'analytics', icon: 'chart', order: 40 },
    skeleton: 'cards',
    load: () => import('./figures/WaitPage.tsx').then((file) => ({ Component: file.WaitPage })),
    search: reportSearch,
  },
  {
    path: '/analytics/wait',
    area: 'staff',
    permission: 'analytics.report.read',
    skeleton: 'cards',
    load: () => import('./figures/WaitPage.tsx').then((file) => ({ Component: file.WaitPage })),
    search: reportSearch,
  },
  {
    path: '/analytics/volumes',
    area: 'staff',
    permission: 'analytics.report.read',
    skeleton: 'cards',
    load: () => import('./figures/VolumesPage.tsx').then((file) => ({ Component: file.VolumesPage })),
    search: reportSearch,
  },
  {
    path: '/analytics/agents',
    area: 'staff',
    permission: 'analytics.report.read',
    skeleton: 'cards',
    load: () => import('./figures/AgentsPage.tsx').then((file) => ({ Component: file.AgentsPage })),
    search: reportSearch,
  },
  {
    path: '/analytics/satisfaction',
    area: 'staff',
    permission: 'analytics.satisfaction.read',
    skeleton: 'cards',
    load: () =>
      import('./satisfaction/SatisfactionPage.tsx').then((file) => ({ Component: file.SatisfactionPage })),
    search: (raw) => ({ ...reportSearch(raw), bad: raw.bad === 'yes' ? 'yes' : undefined }),
  },
  {
    path: '/analytics/satisfaction/settings',
    area: 'staff',
    permission: 'analytics.setting.write',
    skeleton: 'form',
    load: () =>
      import('./satisfaction/SatisfactionSettingsPage.tsx').then((file) => ({
        Component: file.SatisfactionSettingsPage,
      })),
  },
  {
    path: '/analytics/reports',
    area: 'staff',
    permission: 'analytics.report.read',
    load: () => import('./figures/ReportsPage.tsx').then((file) => ({ Component: file.ReportsPage })),
  },
]
