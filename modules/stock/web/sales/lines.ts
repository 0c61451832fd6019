import type { ProductRow } from '../../catalogue/contract.ts'

export interface Line {
  product: ProductRow
  quantity: number | null
  /** Of one unit, in minor units. */
  price: number | null
  refused: number | null
}

/** A product scanned again is one more of it, not a second line. */
export function addLine(lines: readonly Line[], product: ProductRow, factor: number): Line[] {
  const known = lines.find((line) => line.product.id === product.id)
  if (!known) return [...lines, { product, quantity: factor, price: product.price_minor, refused: 0 }]
  return lines.map((line) => (line === known ? { ...line, quantity: (line.quantity ?? 0) + factor } : line))
}

export const totalOf = (lines: readonly Line[]): number =>
  lines.reduce((sum, line) => sum + Math.round((line.quantity ?? 0) * (line.price ?? 0)), 0)
