import { nameKey } from '../../catalogue/model.ts'

export const kinds = ['stock', 'sales'] as const
export type ImportKind = (typeof kinds)[number]
export const fields = [
  'sku',
  'name',
  'unit',
  'category',
  'quantity',
  'price',
  'cost',
  'amount',
  'supplier',
  'barcode',
  'date',
  'reference',
  'location',
  'refused',
  'ignore',
] as const
export type Field = (typeof fields)[number]

/** What must be mapped before rows can be understood; `name` may be missing where `sku` is there. */
export const demanded: Record<ImportKind, readonly Field[]> = {
  stock: ['name', 'quantity'],
  sales: ['date', 'quantity'],
}
export const usable: Record<ImportKind, readonly Field[]> = {
  stock: [
    'sku',
    'name',
    'unit',
    'category',
    'quantity',
    'price',
    'cost',
    'supplier',
    'barcode',
    'date',
    'location',
    'ignore',
  ],
  sales: ['date', 'sku', 'name', 'quantity', 'price', 'amount', 'reference', 'location', 'refused', 'ignore'],
}

const words: [RegExp, Field][] = [
  [/^(ref|reference|references|code|code article|code produit|sku|article code|item code)$/, 'sku'],
  [/code ?barres?|ean|gencod|barcode/, 'barcode'],
  [/refuse|manquant|non servi/, 'refused'],
  [/prix (d |de )?(achat|revient)|^p ?a$|cout|cump|^cost|unit cost|purchase/, 'cost'],
  [/montant|^total|amount|chiffre/, 'amount'],
  [/prix|^p ?[uv]$|price|tarif/, 'price'],
  [/quantite|^qte|^qty|quantity|^stock|en stock|^nb|nombre|on hand|disponible/, 'quantity'],
  [/designation|libelle|^nom|^article|^produit|description|^name|^item|product/, 'name'],
  [/^unite|^unit$|^u$|^uom/, 'unit'],
  [/categorie|famille|rayon|category/, 'category'],
  [/fournisseur|supplier|vendor/, 'supplier'],
  [/date|^jour|^day/, 'date'],
  [/ticket|facture|^n |numero|piece|receipt|invoice|reference/, 'reference'],
  [/lieu|depot|magasin|emplacement|location|boutique/, 'location'],
]

export function fieldOf(header: string): Field {
  const key = nameKey(header)
  return (key && words.find(([form]) => form.test(key))?.[1]) || 'ignore'
}

/**
 * The row that names the columns: the first with most known words among the first lines. A line above it that
 * spans several columns (merged cells) goes before the names it covers.
 */
export function findHeader(rows: readonly (readonly string[])[]): { row: number; headers: string[] } {
  let best = { row: 0, known: 0 }
  for (const [row, cells] of rows.slice(0, 15).entries()) {
    const known = new Set(cells.map(fieldOf).filter((field) => field !== 'ignore')).size
    if (known > best.known) best = { row, known }
  }
  const width = Math.max(...rows.slice(best.row, best.row + 50).map((row) => row.length), 1)
  const own = Array.from({ length: width }, (_, column) => (rows[best.row]?.[column] ?? '').trim())
  const above = rows[best.row - 1] ?? []
  // One cell alone is the title of the sheet, not the head of columns.
  if (above.filter((cell) => cell.trim() !== '').length < 2) return { row: best.row, headers: named(own) }
  let covering = ''
  const headers = own.map((name, column) => {
    covering = (above[column] ?? '').trim() || covering
    return [covering, name].filter(Boolean).join(' · ')
  })
  return { row: best.row, headers: named(headers) }
}
const named = (headers: readonly string[]): string[] =>
  headers.map((header, index) => header || columnLetter(index))

/** 0 is A, 26 is AA: as spreadsheets name them. */
export function columnLetter(index: number): string {
  let letters = ''
  for (let n = index + 1; n > 0; n = Math.floor((n - 1) / 26))
    letters = String.fromCharCode(65 + ((n - 1) % 26)) + letters
  return letters
}

/** Each field once: the first column that names it. */
export function guessColumns(headers: readonly string[], kind: ImportKind): Field[] {
  const taken = new Set<Field>()
  return headers.map((header) => {
    // A merged head says what its columns share; the last word says which one it is.
    const last = header.split(' · ').at(-1)!
    let field = fieldOf(last)
    if (field === 'ignore') field = fieldOf(header)
    if (field === 'ignore' || taken.has(field) || !usable[kind].includes(field)) return 'ignore'
    taken.add(field)
    return field
  })
}
