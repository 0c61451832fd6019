export const units = ['piece', 'kg', 'g', 'l', 'm', 'm2', 'm3', 'bag', 'box', 'pair', 'roll'] as const
export type Unit = (typeof units)[number]
export const valuations = ['weighted_average', 'fifo'] as const
export type Valuation = (typeof valuations)[number]

/** Digits after the comma that a unit usually takes: nobody sells half a bag, everybody sells 1.250 kg. */
export const usualDecimals: Record<Unit, number> = {
  piece: 0,
  kg: 3,
  g: 0,
  l: 3,
  m: 2,
  m2: 2,
  m3: 3,
  bag: 0,
  box: 0,
  pair: 0,
  roll: 0,
}

/** Quantities are kept in thousandths, as integers: sums of 0.1 must not drift. */
export const toThousandths = (quantity: number | string): bigint =>
  BigInt(Math.round(Number(quantity) * 1_000))
export const fromThousandths = (thousandths: bigint): number => Number(thousandths) / 1_000

/** Whether the quantity has no more digits after the comma than the product allows. */
export function allowsQuantity(quantity: number, decimals: number): boolean {
  const scaled = quantity * 10 ** decimals
  // Binary fractions: 1.005 * 1000 is 1004.9999999999999.
  return (
    Number.isFinite(quantity) && Math.abs(scaled - Math.round(scaled)) < 1e-6 * Math.max(1, Math.abs(scaled))
  )
}

/** Lower case, no accents, no signs, single spaces: how names are sought, sorted and compared. */
export const nameKey = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()

const fillers = new Set([
  'de',
  'du',
  'des',
  'la',
  'le',
  'les',
  'd',
  'l',
  'en',
  'a',
  'au',
  'aux',
  'pour',
  'of',
  'the',
])

/**
 * Where near-duplicates meet: "Ciments 50KG" and "ciment 50 kg" have the same key. Numbers stay attached
 * to their unit and to their place among numbers, because 4 x 40 and 40 x 4 are two screws.
 */
export function matchKey(name: string): string {
  const words = nameKey(name.replace(/(\d)[.,](\d)/g, '$1p$2'))
    .replace(/(\d) +(kg|g|l|ml|cl|mm|cm|m|m2|w|v|a|pcs|pieces?)\b/g, '$1$2')
    .split(' ')
    .filter((word) => !fillers.has(word))
  const sizes = words.filter((word) => /\d/.test(word))
  const plain = words
    .filter((word) => !/\d/.test(word))
    .map((word) => (word.length > 3 ? word.replace(/[sx]$/, '') : word))
    .toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  return [...plain, ...sizes].join('')
}

/** Distance of Damerau and Levenshtein (adjacent swaps count one), given up beyond `most`. */
export function editDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let least = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, before[j - 2]! + 1)
      next.push(least)
    }
    if (Math.min(...next) > most) return most + 1
    before = row
    row = next
  }
  return row[b.length]!
}

const digitsOf = (key: string): string => key.replace(/\D+/g, ' ').trim()

/** Two spellings of probably one product: equal keys, or a slip of the hand that leaves every number as it is. */
export function nearlySame(a: string, b: string): boolean {
  if (a === b) return true
  if (digitsOf(a) !== digitsOf(b) || Math.min(a.length, b.length) < 6) return false
  return editDistance(a, b, 2) <= (Math.min(a.length, b.length) >= 10 ? 2 : 1)
}
