import { z } from 'zod'
import { endpoint, pageOf, PageQuery } from '@guichet/platform/contract'
import { units, valuations } from './model.ts'

export { nameKey, units, usualDecimals, valuations, type Unit } from './model.ts'

const Name = (longest: number) => z.string().trim().min(1).max(longest)
/** Minor units of the organisation's currency. */
const Minor = z.int().min(0).max(1_000_000_000_000)
const Cost = z.number().min(0).max(1_000_000_000_000)
const Amount = z.number().positive().max(1_000_000_000)

export const Packaging = z.object({
  id: z.uuid(),
  name: z.string(),
  quantity: z.number(),
  for_orders: z.boolean(),
  barcode: z.string().nullable(),
})
export const ProductRow = z.object({
  id: z.uuid(),
  sku: z.string(),
  name: z.string(),
  unit: z.enum(units),
  decimals: z.int(),
  category: z.string().nullable(),
  price_minor: z.number(),
  currency: z.enum(['XOF', 'EUR']),
  supplier_id: z.uuid().nullable(),
  supplier_name: z.string().nullable(),
  tracks_lots: z.boolean(),
  active: z.boolean(),
  on_hand: z.number(),
  reserved: z.number(),
  incoming: z.number(),
  value_minor: z.number(),
})
export type ProductRow = z.infer<typeof ProductRow>
export const Product = ProductRow.extend({
  cost_minor: z.number(),
  /** What one unit on the shelf cost, by the organisation's method. */
  unit_value_minor: z.number().nullable(),
  barcodes: z.array(z.string()),
  packagings: z.array(Packaging),
  balances: z.array(
    z.object({
      location_id: z.uuid(),
      location_name: z.string(),
      on_hand: z.number(),
      reserved: z.number(),
      incoming: z.number(),
    }),
  ),
  lots: z.array(
    z.object({
      id: z.uuid(),
      code: z.string(),
      expires_on: z.string().nullable(),
      location_id: z.uuid(),
      location_name: z.string(),
      on_hand: z.number(),
    }),
  ),
  arrivals: z.array(
    z.object({
      purchase_order_id: z.uuid(),
      number: z.string(),
      expected_on: z.string().nullable(),
      quantity: z.number(),
    }),
  ),
  reservations: z.array(
    z.object({
      id: z.uuid(),
      location_id: z.uuid(),
      location_name: z.string(),
      quantity: z.number(),
      for_whom: z.string(),
      created_at: z.string(),
    }),
  ),
})
export type Product = z.infer<typeof Product>

const Barcode = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9._/+-]{3,60}$/)
export const ProductInput = z.object({
  sku: Name(60),
  name: Name(160),
  unit: z.enum(units),
  decimals: z.int().min(0).max(3),
  category: z.string().trim().max(60).nullable().default(null),
  price_minor: Minor,
  cost_minor: Cost.default(0),
  supplier_id: z.uuid().nullable().default(null),
  tracks_lots: z.boolean().default(false),
  active: z.boolean().default(true),
  barcodes: z.array(Barcode).max(10).default([]),
  packagings: z
    .array(
      z.object({
        name: Name(40),
        quantity: Amount,
        for_orders: z.boolean().default(false),
        barcode: Barcode.nullable().default(null),
      }),
    )
    .max(6)
    .default([]),
})
export type ProductInput = z.infer<typeof ProductInput>

const ProductParams = z.object({ product_id: z.uuid() })
const productErrors = [
  'stock.sku_taken',
  'stock.barcode_taken',
  'stock.supplier_unknown',
  'stock.packaging_twice',
  'stock.unit_in_use',
]

export const listProducts = endpoint({
  method: 'GET',
  path: '/stock/products',
  permission: 'stock.item.read',
  summary: 'Products by name, with what is there, set aside and on its way.',
  query: z.object({
    ...PageQuery,
    search: z.string().trim().max(80).optional(),
    category: z.string().trim().max(60).optional(),
    supplier_id: z.uuid().optional(),
    location_id: z.uuid().optional(),
    state: z.enum(['all', 'in_stock', 'out', 'inactive']).default('all'),
  }),
  reply: pageOf(ProductRow),
})
export const readProduct = endpoint({
  method: 'GET',
  path: '/stock/products/:product_id',
  permission: 'stock.item.read',
  summary: 'One product with its packagings, lots and where it is.',
  params: ProductParams,
  reply: Product,
  errors: ['stock.product_unknown'],
})
export const findProduct = endpoint({
  method: 'GET',
  path: '/stock/barcodes/:barcode',
  permission: 'stock.item.read',
  summary: 'The product, and packaging, that a scanned code stands for.',
  params: z.object({ barcode: z.string().min(1).max(80) }),
  reply: z.object({ product: Product, packaging_id: z.uuid().nullable() }),
  errors: ['stock.barcode_unknown'],
})
export const createProduct = endpoint({
  method: 'POST',
  path: '/stock/products',
  permission: 'stock.item.write',
  summary: 'Adds a product.',
  body: ProductInput,
  reply: Product,
  status: 201,
  errors: productErrors,
})
export const changeProduct = endpoint({
  method: 'PUT',
  path: '/stock/products/:product_id',
  permission: 'stock.item.write',
  summary: 'Changes a product; its history stays.',
  params: ProductParams,
  body: ProductInput,
  reply: Product,
  errors: ['stock.product_unknown', ...productErrors],
})
export const listCategories = endpoint({
  method: 'GET',
  path: '/stock/categories',
  permission: 'stock.item.read',
  summary: 'Categories in use.',
  reply: z.object({ items: z.array(z.object({ name: z.string(), products: z.int() })) }),
})

export const LeadTimes = z.object({
  /** Deliveries of the last two years that the figures rest on. */
  deliveries: z.int(),
  median_days: z.number().nullable(),
  /** Nine deliveries of ten came within this time. */
  p90_days: z.number().nullable(),
  /** Share of order lines that came complete by the announced day. */
  on_time_share: z.number().nullable(),
})
export const Supplier = z.object({
  id: z.uuid(),
  name: z.string(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  promised_lead_days: z.int(),
  review_days: z.int(),
  minimum_order_minor: z.number(),
  notes: z.string().nullable(),
  active: z.boolean(),
  products: z.int(),
  observed: LeadTimes,
})
export type Supplier = z.infer<typeof Supplier>
const SupplierInput = z.object({
  name: Name(120),
  phone: z.string().trim().max(24).nullable().default(null),
  email: z.email().max(254).nullable().default(null),
  promised_lead_days: z.int().min(0).max(365).default(7),
  review_days: z.int().min(1).max(365).default(7),
  minimum_order_minor: Minor.default(0),
  notes: z.string().trim().max(1000).nullable().default(null),
  active: z.boolean().default(true),
})
export type SupplierInput = z.infer<typeof SupplierInput>
export const listSuppliers = endpoint({
  method: 'GET',
  path: '/stock/suppliers',
  permission: 'stock.item.read',
  summary: 'Suppliers with promised and observed lead times.',
  query: z.object({ ...PageQuery }),
  reply: pageOf(Supplier),
})
export const createSupplier = endpoint({
  method: 'POST',
  path: '/stock/suppliers',
  permission: 'stock.item.write',
  summary: 'Adds a supplier.',
  body: SupplierInput,
  reply: Supplier,
  status: 201,
  errors: ['stock.supplier_name_taken'],
})
export const changeSupplier = endpoint({
  method: 'PUT',
  path: '/stock/suppliers/:supplier_id',
  permission: 'stock.item.write',
  summary: 'Changes a supplier.',
  params: z.object({ supplier_id: z.uuid() }),
  body: SupplierInput,
  reply: Supplier,
  errors: ['stock.supplier_unknown', 'stock.supplier_name_taken'],
})

export const Location = z.object({
  id: z.uuid(),
  name: z.string(),
  kind: z.enum(['shop', 'depot']),
  active: z.boolean(),
})
export type Location = z.infer<typeof Location>
const LocationInput = z.object({
  name: Name(80),
  kind: z.enum(['shop', 'depot']).default('shop'),
  active: z.boolean().default(true),
})
export type LocationInput = z.infer<typeof LocationInput>
export const listLocations = endpoint({
  method: 'GET',
  path: '/stock/locations',
  permission: 'stock.item.read',
  summary: 'Where goods are kept: shops and depots.',
  reply: z.object({ items: z.array(Location) }),
})
export const createLocation = endpoint({
  method: 'POST',
  path: '/stock/locations',
  permission: 'stock.setting.write',
  summary: 'Adds a location.',
  body: LocationInput,
  reply: Location,
  status: 201,
  errors: ['stock.location_name_taken'],
})
export const changeLocation = endpoint({
  method: 'PUT',
  path: '/stock/locations/:location_id',
  permission: 'stock.setting.write',
  summary: 'Changes a location.',
  params: z.object({ location_id: z.uuid() }),
  body: LocationInput,
  reply: Location,
  errors: ['stock.location_unknown', 'stock.location_name_taken', 'stock.location_not_empty'],
})

export const StockSettings = z.object({ valuation: z.enum(valuations), negative_allowed: z.boolean() })
export type StockSettings = z.infer<typeof StockSettings>
export const readSettings = endpoint({
  method: 'GET',
  path: '/stock/settings',
  permission: 'stock.item.read',
  summary: 'How stock is valued, and whether it may go below zero.',
  reply: StockSettings,
})
export const changeSettings = endpoint({
  method: 'PUT',
  path: '/stock/settings',
  permission: 'stock.setting.write',
  summary: 'Changes them; another method of valuation recomputes everything from the ledger.',
  body: StockSettings,
  reply: StockSettings,
})
