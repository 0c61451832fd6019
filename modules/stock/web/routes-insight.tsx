import type { ShellRoute } from '@guichet/kit/shell-route'

const kinds = ['stock_out', 'predicted_stock_out', 'low_stock', 'service_rate', 'stale_data']
const one = (value: unknown, of: readonly string[]) =>
  typeof value === 'string' && of.includes(value) ? value : undefined

/** Pages that say what will happen, what is wrong and what to do. */
export const insightRoutes: ShellRoute[] = [
  {
    path: '/stock/overview',
    area: 'staff',
    permission: 'stock.item.read',
    skeleton: 'cards',
    nav: { label: 'overview.nav', module: 'stock', icon: 'chart', order: 40 },
    search: (raw) => ({ span: one(raw.span, ['7', '28', '90', 'daily', 'weekly', 'monthly']) }),
    load: () => import('./overview/OverviewPage.tsx').then((file) => ({ Component: file.OverviewPage })),
  },
  {
    path: '/stock/alerts',
    area: 'staff',
    permission: 'stock.alert.read',
    nav: { label: 'alerts.nav', module: 'stock', icon: 'bell', order: 41 },
    search: (raw) => ({ kind: one(raw.kind, kinds), state: one(raw.state, ['all', 'unhandled', 'handled']) }),
    load: () => import('./alerts/AlertsPage.tsx').then((file) => ({ Component: file.AlertsPage })),
  },
  {
    path: '/stock/alerts/history',
    area: 'staff',
    permission: 'stock.alert.read',
    search: (raw) => ({ kind: one(raw.kind, kinds) }),
    load: () =>
      import('./alerts/AlertHistoryPage.tsx').then((file) => ({ Component: file.AlertHistoryPage })),
  },
  {
    path: '/stock/alerts/rules',
    area: 'staff',
    permission: 'stock.alert.read',
    skeleton: 'form',
    load: () => import('./alerts/AlertRulesPage.tsx').then((file) => ({ Component: file.AlertRulesPage })),
  },
  {
    path: '/stock/reports',
    area: 'staff',
    permission: 'stock.report.read',
    load: () => import('./overview/ReportsPage.tsx').then((file) => ({ Component: file.ReportsPage })),
  },
  {
    path: '/stock/reports/$report_id',
    area: 'staff',
    permission: 'stock.report.read',
    load: () => import('./overview/ReportsPage.tsx').then((file) => ({ Component: file.ReportPage })),
  },
  {
    path: '/stock/backtest',
    area: 'staff',
    permission: 'stock.item.read',
    load: () => import('./demand/BacktestPage.tsx').then((file) => ({ Component: file.BacktestPage })),
  },
  {
    path: '/stock/demand-settings',
    area: 'staff',
    permission: 'stock.item.read',
    skeleton: 'form',
    load: () =>
      import('./demand/DemandSettingsPage.tsx').then((file) => ({ Component: file.DemandSettingsPage })),
  },
  {
    path: '/stock/items/$product_id/outlook',
    area: 'staff',
    permission: 'stock.item.read',
    skeleton: 'cards',
    load: () => import('./demand/OutlookPage.tsx').then((file) => ({ Component: file.OutlookPage })),
  },
]
