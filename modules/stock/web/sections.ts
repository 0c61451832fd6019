/** The pages of the stock, in the order of their strip. */
export interface Section {
  id: string
  path: string
  permission: string
}
export const sections: readonly Section[] = [
  { id: 'items', path: '/stock', permission: 'stock.item.read' },
  { id: 'sales', path: '/stock/sales', permission: 'stock.sale.record' },
  { id: 'orders', path: '/stock/orders', permission: 'stock.item.read' },
  { id: 'suppliers', path: '/stock/suppliers', permission: 'stock.item.read' },
  { id: 'counts', path: '/stock/counts', permission: 'stock.item.read' },
  { id: 'imports', path: '/stock/import', permission: 'stock.import.run' },
  { id: 'settings', path: '/stock/settings', permission: 'stock.setting.write' },
]
