import type { Search, ShellRoute } from '@guichet/kit/shell-route'
import { registerTexts } from '@guichet/kit/texts'
import { insightRoutes } from './routes-insight.tsx'

registerTexts('stock', {
  fr: () => import('../locales/fr.json', { with: { type: 'json' } }),
  en: () => import('../locales/en.json', { with: { type: 'json' } }),
})

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const openable = (value: string | undefined) => (value && /^[a-z0-9-]{1,36}$/.test(value) ? value : undefined)
const oneOf = (value: string | undefined, known: readonly string[]) => known.find((one) => one === value)

function itemSearch(raw: Search): Search {
  return {
    search: raw.search?.slice(0, 80),
    category: raw.category?.slice(0, 60),
    location: raw.location && uuid.test(raw.location) ? raw.location : undefined,
    state: oneOf(raw.state, ['in_stock', 'out', 'inactive']),
    open: openable(raw.open),
  }
}
const orderSearch = (raw: Search): Search => ({
  status: oneOf(raw.status, ['open', 'draft', 'sent', 'partly_received', 'received', 'closed', 'cancelled']),
  open: openable(raw.open),
})

const page = (
  path: ShellRoute['path'],
  permission: string,
  load: ShellRoute['load'],
  rest: Partial<ShellRoute> = {},
): ShellRoute => ({ path, area: 'staff', permission, load, ...rest })

export const stockRoutes: ShellRoute[] = [
  page(
    '/stock',
    'stock.item.read',
    () => import('./items/ItemsPage.tsx').then((file) => ({ Component: file.ItemsPage })),
    { nav: { label: 'nav.stock', module: 'stock', icon: 'list', order: 45 }, search: itemSearch },
  ),
  page(
    '/stock/items/$product_id',
    'stock.item.read',
    () => import('./items/ItemPage.tsx').then((file) => ({ Component: file.ItemPage })),
    { skeleton: 'cards' },
  ),
  page(
    '/stock/sales',
    'stock.sale.record',
    () => import('./sales/SalesPage.tsx').then((file) => ({ Component: file.SalesPage })),
    { skeleton: 'cards' },
  ),
  page(
    '/stock/orders',
    'stock.item.read',
    () => import('./orders/OrdersPage.tsx').then((file) => ({ Component: file.OrdersPage })),
    { search: orderSearch },
  ),
  page(
    '/stock/orders/$purchase_order_id',
    'stock.item.read',
    () => import('./orders/OrderPage.tsx').then((file) => ({ Component: file.OrderPage })),
    { skeleton: 'cards' },
  ),
  page('/stock/suppliers', 'stock.item.read', () =>
    import('./settings/SuppliersPage.tsx').then((file) => ({ Component: file.SuppliersPage })),
  ),
  page('/stock/counts', 'stock.item.read', () =>
    import('./counts/CountsPage.tsx').then((file) => ({ Component: file.CountsPage })),
  ),
  page('/stock/counts/$count_session_id', 'stock.item.read', () =>
    import('./counts/CountPage.tsx').then((file) => ({ Component: file.CountPage })),
  ),
  page(
    '/stock/import',
    'stock.import.run',
    () => import('./exchange/ImportsPage.tsx').then((file) => ({ Component: file.ImportsPage })),
    { skeleton: 'cards' },
  ),
  page('/stock/import/$import_batch_id', 'stock.import.run', () =>
    import('./exchange/ImportPage.tsx').then((file) => ({ Component: file.ImportPage })),
  ),
  page(
    '/stock/settings',
    'stock.setting.write',
    () => import('./settings/StockSettingsPage.tsx').then((file) => ({ Component: file.StockSettingsPage })),
    { skeleton: 'form' },
  ),
  ...insightRoutes,
]
