const digits = String.raw`\d{1,3}(?:[ \u00a0\u202f.]\d{3})+(?:,\d{1,2})?|\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:[.,]\d{1,2})?`
const scale = String.raw`(?:[ \u00a0\u202f]?(?:k|K|M|Md)(?=[ \u00a0\u202f]?(?:€|EUR|F))|[ \u00a0\u202f](?:millions?|milliards?|billion)(?:[ \u00a0\u202f]d(?:e[ \u00a0\u202f]|['’]))?)`
const currency = String.raw`€|EUR\b|euros?\b|F[ \u00a0\u202f.]?CFA\b|FCFA\b|XOF\b|CFA\b|francs?[ \u00a0\u202f]CFA\b|F(?=[\s.,;)]|$)`
const after = `(?<number>${digits})(?<scale>${scale})?[ \\u00a0\\u202f]?(?<currency>${currency})`
const before = `(?<currency_first>€|EUR|XOF|FCFA)[ \\u00a0\\u202f]?(?<number_after>${digits})`

export const amountPattern = new RegExp(`(?<![\\w.,/-])(?:${after}|${before})`, 'gu')

/** `1 234,50`, `1.234,50`, `1,234.50` and `1234.5` as a number. A comma before three digits groups, as in English. */
export function readNumber(text: string): number {
  const packed = text.replace(/[ \u00a0\u202f]/g, '')
  if (/^\d{1,3}(\.\d{3})+(,\d+)?$/.test(packed)) return Number(packed.replace(/\./g, '').replace(',', '.'))
  if (/^\d{1,3}(,\d{3})+(\.\d+)?$/.test(packed)) return Number(packed.replace(/,/g, ''))
  return Number(packed.replace(',', '.'))
}

const scales: [RegExp, number][] = [
  [/^(milliard|billion|md)/i, 1e9],
  [/^(million|m)/i, 1e6],
  [/^k/i, 1e3],
]

/** @returns `15000 XOF` or `1234.50 EUR`, comparable between documents */
export function amountValue(groups: Record<string, string | undefined>): string | null {
  const number = readNumber(groups.number ?? groups.number_after ?? '')
  if (!Number.isFinite(number)) return null
  const unit = (groups.currency ?? groups.currency_first ?? '').trim()
  const euro = /^(€|eur)/i.test(unit)
  const factor = scales.find(([word]) => word.test(groups.scale?.trim() ?? ''))?.[1] ?? 1
  const value = number * factor
  return euro ? `${value.toFixed(2)} EUR` : `${Number(value.toFixed(2))} XOF`
}
