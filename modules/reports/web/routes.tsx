import type { Search, ShellRoute } from '@guichet/kit/shell-route'
import { registerTexts } from '@guichet/kit/texts'
import { statuses } from './words.ts'

registerTexts('reports', {
  fr: () => import('../locales/fr.json', { with: { type: 'json' } }),
  en: () => import('../locales/en.json', { with: { type: 'json' } }),
})

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const matching = (value: string | undefined, form: RegExp) => (value && form.test(value) ? value : undefined)

export const reportsRoutes: ShellRoute[] = [
  {
    path: '/reports',
    area: 'staff',
    permission: 'reports.report.read',
    nav: { label: 'nav', module: 'reports', icon: 'file', order: 60 },
    load: () => import('./ReportsPage.tsx').then((file) => ({ Component: file.ReportsPage })),
    search: (raw: Search): Search => ({
      q: raw.q?.slice(0, 120),
      status: statuses.find((status) => status === raw.status),
    }),
  },
  {
    path: '/reports/new',
    area: 'staff',
    permission: 'reports.report.write',
    skeleton: 'form',
    load: () => import('./NewReportPage.tsx').then((file) => ({ Component: file.NewReportPage })),
    search: (raw: Search): Search => ({ client: matching(raw.client, uuid) }),
  },
  {
    path: '/reports/templates',
    area: 'staff',
    permission: 'reports.report.read',
    load: () => import('./TemplatesPage.tsx').then((file) => ({ Component: file.TemplatesPage })),
    search: (raw: Search): Search => ({ template: matching(raw.template, uuid) }),
  },
  {
    path: '/reports/plan',
    area: 'staff',
    permission: 'reports.template.write',
    skeleton: 'form',
    load: () => import('./PlanPage.tsx').then((file) => ({ Component: file.PlanPage })),
    search: (raw: Search): Search => ({ language: raw.language === 'en' ? 'en' : undefined }),
  },
  {
    path: '/reports/$report_id',
    area: 'staff',
    permission: 'reports.report.read',
    skeleton: 'cards',
    load: () => import('./ReportPage.tsx').then((file) => ({ Component: file.ReportPage })),
    search: (raw: Search): Search => ({
      tab: matching(raw.tab, /^(facts|disagreements|log)$/),
      document: matching(raw.document, uuid),
      page: matching(raw.page, /^\d{1,6}$/),
      quote: raw.quote?.slice(0, 400),
    }),
  },
]
