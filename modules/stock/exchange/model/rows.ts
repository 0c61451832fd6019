import {
  allowsQuantity,
  matchKey,
  nameKey,
  nearlySame,
  usualDecimals,
  type Unit,
} from '../../catalogue/model.ts'
import { columnLetter, type Field, type ImportKind } from './columns.ts'
import { isFormula, readDate, readNumber, readUnit, type Read } from './values.ts'

export interface Remark {
  /** As spreadsheets name it; null where the whole row is meant. */
  column: string | null
  header: string | null
  /** Text `exchange.remark.<code>`. */
  code: string
  severity: 'doubtful' | 'refused'
  said: string
  understood: string | null
}
export interface Known {
  id: string
  sku: string
  name: string
  match_key: string
  unit: Unit
  decimals: number
  price_minor: number
  cost_minor: number
  on_hand: Record<string, number>
}
export interface Understood {
  product_id: string | null
  /** Rows of one new product share it. */
  new_key: string | null
  sku: string | null
  name: string | null
  unit: Unit | null
  category: string | null
  quantity: number | null
  refused: number
  price_minor: number | null
  cost_minor: number | null
  amount_minor: number | null
  supplier: string | null
  barcode: string | null
  date: string | null
  reference: string | null
  location_id: string
  /** Another spelling that is probably the same product: its name, and whether it is taken for it. */
  near: { name: string; same: boolean } | null
  /** On hand before and after, for a stock list. */
  before: number | null
  after: number | null
}
export interface Surroundings {
  kind: ImportKind
  headers: readonly string[]
  columns: readonly Field[]
  mode: 'replace' | 'add'
  location_id: string
  locations: ReadonlyMap<string, string>
  currency_digits: number
  today: string
  negative_allowed: boolean
  products: readonly Known[]
  /** Products by code. */
  barcodes: ReadonlyMap<string, string>
  suppliers: ReadonlySet<string>
  /** Cells a spreadsheet calculates: `B7`. */
  formulas: ReadonlySet<string>
}
export interface SourceRow {
  row_number: number
  cells: readonly string[]
  decision: { same: boolean } | null
}
export interface ReadRow {
  row_number: number
  understood: Understood | null
  remarks: Remark[]
}

/** Understands a whole file: rows are read in order, and each may refer to products that rows before it bring. */
export function understandRows(rows: readonly SourceRow[], around: Surroundings): ReadRow[] {
  const reader = new FileReader(around)
  return rows.map((row) => reader.read(row))
}

class FileReader {
  readonly #around: Surroundings
  readonly #bySku = new Map<string, Known>()
  readonly #byKey = new Map<string, Known>()
  /** Products of the file, and what rows have done to them so far. */
  readonly #byPrefix = new Map<string, Known[]>()
  readonly #barcodes: Map<string, string>
  readonly #seen = new Map<string, number>()
  readonly #stand = new Map<string, number>()

  constructor(around: Surroundings) {
    this.#around = around
    this.#barcodes = new Map(around.barcodes)
    for (const product of around.products) this.#know(product)
  }

  #know(product: Known): void {
    this.#bySku.set(product.sku.toLowerCase(), product)
    if (!this.#byKey.has(product.match_key)) this.#byKey.set(product.match_key, product)
    // A slip of two letters rarely falls into both ends of a name: candidates share either.
    for (const part of endsOf(product.match_key)) {
      const alike = this.#byPrefix.get(part)
      if (alike) alike.push(product)
      else this.#byPrefix.set(part, [product])
    }
  }

  read({ row_number, cells, decision }: SourceRow): ReadRow {
    const around = this.#around
    const remarks: Remark[] = []
    const remark = (
      severity: Remark['severity'],
      code: string,
      field: Field | null,
      understood: string | null = null,
    ) => {
      const column = field === null ? -1 : around.columns.indexOf(field)
      remarks.push({
        column: column < 0 ? null : columnLetter(column),
        header: column < 0 ? null : around.headers[column]!,
        code,
        severity,
        said: column < 0 ? '' : (cells[column] ?? '').slice(0, 120),
        understood,
      })
    }
    const cell = (field: Field): string => {
      const column = around.columns.indexOf(field)
      return column < 0 ? '' : (cells[column] ?? '').trim()
    }
    for (const [column, field] of around.columns.entries()) {
      if (field === 'ignore') continue
      const written = cells[column] ?? ''
      if (around.formulas.has(`${columnLetter(column)}${row_number}`) || isFormula(written))
        remark('refused', 'formula', field)
    }
    if (remarks.length > 0) return { row_number, understood: null, remarks }
    const take = <T>(
      field: Field,
      read: (written: string) => Read<T>,
      show: (value: T) => string = String,
    ): T | null => {
      const written = cell(field)
      if (written === '' || written === '-') return null
      const result = read(written)
      if ('refused' in result) {
        remark('refused', result.refused, field)
        return null
      }
      if (result.doubt) remark('doubtful', result.doubt, field, show(result.value))
      return result.value
    }

    const date = take('date', (written) => readDate(written, around.today))
    let quantity = take('quantity', readNumber)
    const price = this.#money(take('price', readNumber), 'price', around.kind === 'stock', remark)
    const cost = this.#money(take('cost', readNumber), 'cost', false, remark)
    const amount = this.#money(take('amount', readNumber), 'amount', false, remark)
    const refused = take('refused', readNumber) ?? 0
    const unit = take('unit', readUnit)
    if (refused < 0) remark('refused', 'negative_quantity', 'refused')
    if (around.kind === 'sales' && cell('date') === '') remark('refused', 'missing', 'date')
    if (cell('quantity') === '' && refused === 0) {
      if (around.kind === 'sales') remark('refused', 'missing', 'quantity')
      else {
        quantity = null
        remark('doubtful', 'no_quantity', 'quantity')
      }
    }
    if (quantity !== null && quantity < 0) {
      if (around.kind === 'sales') remark('doubtful', 'read_as_return', 'quantity', String(-quantity))
      else remark('refused', 'negative_quantity', 'quantity')
    }
    const location_id = this.#location(cell('location'), remark)
    const { product, near, fresh } = this.#product(
      row_number,
      cell('sku'),
      cell('name'),
      unit,
      decision,
      remark,
    )
    if (!product) return { row_number, understood: null, remarks }
    const decimals = product.decimals
    if (quantity !== null && !allowsQuantity(quantity, decimals))
      remark('refused', decimals === 0 ? 'half_piece' : 'too_many_decimals', 'quantity')
    if (unit !== null && !fresh && unit !== product.unit)
      remark('refused', 'other_unit', 'unit', product.unit)
    const barcode = cell('barcode').replace(/\s/g, '') || null
    if (barcode !== null) {
      const owner = this.#barcodes.get(barcode)
      if (!/^[A-Za-z0-9._/+-]{3,60}$/.test(barcode)) remark('refused', 'not_a_barcode', 'barcode')
      else if (owner !== undefined && owner !== product.id) remark('refused', 'duplicate_barcode', 'barcode')
      else this.#barcodes.set(barcode, product.id)
    }
    const supplier = cell('supplier') || null
    if (supplier && supplier.length > 120) remark('refused', 'too_long', 'supplier')
    else if (supplier && around.kind === 'stock' && !around.suppliers.has(nameKey(supplier)))
      remark('doubtful', 'new_supplier', 'supplier', supplier)
    if (cell('category').length > 60) remark('refused', 'too_long', 'category')
    const stand = this.#stood(row_number, product, location_id, quantity, remark)
    return {
      row_number,
      remarks,
      understood: {
        product_id: product.id.startsWith('new:') ? null : product.id,
        new_key: product.id.startsWith('new:') ? product.id : null,
        sku: product.sku,
        name: product.name,
        unit: product.unit,
        category: cell('category') || null,
        quantity,
        refused,
        price_minor: price,
        cost_minor: cost,
        amount_minor: amount,
        supplier,
        barcode,
        date,
        reference: cell('reference').slice(0, 80) || null,
        location_id,
        near,
        ...stand,
      },
    }
  }

  /** Major units as written, to minor ones. A price with more decimals than the currency has is rounded, and said. */
  #money(
    value: number | null,
    field: Field,
    whole: boolean,
    remark: (severity: Remark['severity'], code: string, field: Field, understood?: string | null) => void,
  ): number | null {
    if (value === null) return null
    if (value < 0 && field !== 'amount') {
      remark('refused', 'negative_price', field)
      return null
    }
    const digits = this.#around.currency_digits
    const minor = Math.round(value * 10 ** digits * 1e6) / 1e6
    if (Number.isInteger(minor)) return minor
    if (!whole) {
      remark('doubtful', 'finer_than_currency', field, String(value))
      return minor
    }
    remark('doubtful', 'rounded', field, String(Math.round(minor) / 10 ** digits))
    return Math.round(minor)
  }

  #location(
    written: string,
    remark: (severity: Remark['severity'], code: string, field: Field) => void,
  ): string {
    if (written === '') return this.#around.location_id
    const known = this.#around.locations.get(nameKey(written))
    if (!known) remark('refused', 'unknown_location', 'location')
    return known ?? this.#around.location_id
  }

  #product(
    row_number: number,
    sku: string,
    name: string,
    unit: Unit | null,
    decision: SourceRow['decision'],
    remark: (
      severity: Remark['severity'],
      code: string,
      field: Field | null,
      understood?: string | null,
    ) => void,
  ): { product: Known | null; near: Understood['near']; fresh: boolean } {
    const none = { product: null, near: null, fresh: false }
    if (sku === '' && name === '') {
      remark('refused', 'missing', this.#around.columns.includes('name') ? 'name' : 'sku')
      return none
    }
    if (sku.length > 60 || name.length > 160) {
      remark('refused', 'too_long', sku.length > 60 ? 'sku' : 'name')
      return none
    }
    const same_sku = sku ? this.#bySku.get(sku.toLowerCase()) : undefined
    if (same_sku) return { product: same_sku, near: null, fresh: false }
    const key = matchKey(name)
    const exact = name && (!sku || this.#around.kind === 'sales') ? this.#byKey.get(key) : undefined
    if (exact && nameKey(exact.name) === nameKey(name)) return { product: exact, near: null, fresh: false }
    const other = name ? (exact ?? this.#nearest(key)) : undefined
    if (other) {
      const same = decision?.same ?? true
      if (!decision) remark('doubtful', 'near_duplicate', 'name', other.name)
      if (same) return { product: other, near: { name: other.name, same: true }, fresh: false }
    }
    if (this.#around.kind === 'sales') {
      remark('refused', 'unknown_product', name ? 'name' : 'sku')
      return none
    }
    if (name === '') {
      remark('refused', 'missing', 'name')
      return none
    }
    const own_unit = unit ?? 'piece'
    const product: Known = {
      id: `new:${row_number}`,
      sku: sku || `A-${String(row_number).padStart(4, '0')}`,
      name,
      match_key: key,
      unit: own_unit,
      decimals: usualDecimals[own_unit],
      price_minor: 0,
      cost_minor: 0,
      on_hand: {},
    }
    if (!sku)
      for (let n = row_number; this.#bySku.has(product.sku.toLowerCase()); n++)
        product.sku = `A-${n}-${row_number}`
    this.#know(product)
    return { product, near: other ? { name: other.name, same: false } : null, fresh: true }
  }

  #nearest(key: string): Known | undefined {
    for (const part of endsOf(key))
      for (const candidate of this.#byPrefix.get(part) ?? [])
        if (nearlySame(key, candidate.match_key)) return candidate
    return undefined
  }

  /** What is there before this row and after it; a product's second row adds to its first. */
  #stood(
    row_number: number,
    product: Known,
    location_id: string,
    quantity: number | null,
    remark: (
      severity: Remark['severity'],
      code: string,
      field: Field | null,
      understood?: string | null,
    ) => void,
  ): { before: number | null; after: number | null } {
    if (quantity === null) return { before: null, after: null }
    const place = `${product.id} ${location_id}`
    const first = this.#seen.get(place)
    const before = this.#stand.get(place) ?? product.on_hand[location_id] ?? 0
    const round = (value: number) => Math.round(value * 1_000) / 1_000
    let after: number
    if (this.#around.kind === 'sales') {
      after = round(before - quantity)
      if (after < 0 && quantity > 0 && !this.#around.negative_allowed)
        remark('refused', 'not_enough', 'quantity', String(before))
    } else {
      if (first !== undefined) remark('doubtful', 'same_product_twice', 'name', String(first))
      after = round(this.#around.mode === 'add' || first !== undefined ? before + quantity : quantity)
    }
    this.#seen.set(place, first ?? row_number)
    this.#stand.set(place, after)
    return { before: round(before), after }
  }
}

/** Near-duplicates have the same numbers: names are only compared with those that do, and share an end. */
function endsOf(key: string): string[] {
  const digits = key.replace(/\D+/g, ' ').trim()
  const letters = key.replace(/\d+/g, '')
  return [...new Set([`${digits}^${letters.slice(0, 4)}`, `${digits}$${letters.slice(-4)}`])]
}
