import { units, type Unit } from '../../catalogue/model.ts'

/** What a cell was understood as: a value, perhaps with a doubt; or a refusal. Codes have texts `exchange.remark.<code>`. */
export type Read<T> = { value: T; doubt?: string } | { refused: string }

/**
 * "1 234,50", "1.234,50", "1234.5 F CFA": French habits first. One comma or dot before exactly three digits
 * may be either; it is read as the file's language writes it, and said.
 */
export function readNumber(written: string): Read<number> {
  const bare = written.replace(/f\s*cfa|fcfa|xof|eur|€|\bf\b/gi, '').replace(/[\s\u00a0\u202f'’]/g, '')
  const negative = /^-|^\(.*\)$|-$/.test(bare)
  const digits = bare.replace(/[-()+]/g, '')
  if (!/^\d[\d.,]*$|^[.,]\d+$/.test(digits)) return { refused: 'not_a_number' }
  const comma = digits.lastIndexOf(',')
  const dot = digits.lastIndexOf('.')
  let plain = digits
  let doubt: string | undefined
  if (comma >= 0 && dot >= 0) {
    const decimal = comma > dot ? ',' : '.'
    plain = digits.replaceAll(decimal === ',' ? '.' : ',', '').replace(',', '.')
  } else if (comma >= 0) {
    // 1,234,567 groups; 1,234 is a decimal in French and worth a look.
    if (digits.indexOf(',') !== comma) plain = digits.replaceAll(',', '')
    else {
      plain = digits.replace(',', '.')
      if (/^[1-9]\d{0,2},\d{3}$/.test(digits)) doubt = 'decimal_or_group'
    }
  } else if (dot >= 0) {
    if (digits.indexOf('.') !== dot) plain = digits.replaceAll('.', '')
    else if (/^[1-9]\d{0,2}\.\d{3}$/.test(digits)) {
      plain = digits.replace('.', '')
      doubt = 'decimal_or_group'
    }
  }
  const value = Number(plain)
  if (!Number.isFinite(value) || !/^\d*\.?\d*$/.test(plain)) return { refused: 'not_a_number' }
  if (value > 1_000_000_000_000) return { refused: 'too_large' }
  return { value: negative ? -value : value, ...(doubt && { doubt }) }
}

const months: Record<string, number> = {
  janv: 1,
  jan: 1,
  fev: 2,
  feb: 2,
  mars: 3,
  mar: 3,
  avr: 4,
  apr: 4,
  mai: 5,
  may: 5,
  juin: 6,
  jun: 6,
  juil: 7,
  jul: 7,
  aout: 8,
  aug: 8,
  sept: 9,
  sep: 9,
  oct: 10,
  nov: 11,
  dec: 12,
}

/**
 * Day before month, as in France and Senegal: 05/03 is 5 March. Without a year, the last such day that has
 * passed. `2026-03-05`, `05.03.26` and `5 mars 2026` are read too.
 *
 * @param today the local date, `2026-03-10`
 */
export function readDate(written: string, today: string): Read<string> {
  const text = written.trim().normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ].*)?$/.exec(text)
  if (iso) return asDate(Number(iso[1]), Number(iso[2]), Number(iso[3]), today)
  const french = /^(\d{1,2})[-/. ](\d{1,2}|[a-z]{3,9})\.?(?:[-/. ](\d{4}|\d{2}))?(?: .*)?$/.exec(text)
  if (!french) return { refused: 'not_a_date' }
  const day = Number(french[1])
  const month = /\d/.test(french[2]!)
    ? Number(french[2])
    : Object.entries(months).find(([name]) => french[2]!.startsWith(name))?.[1]
  if (!month) return { refused: 'not_a_date' }
  if (french[3] === undefined) {
    const year = Number(today.slice(0, 4))
    const this_year = asDate(year, month, day, today)
    const read = 'value' in this_year ? this_year : asDate(year - 1, month, day, today)
    return 'value' in read ? { value: read.value, doubt: 'year_assumed' } : read
  }
  const year = Number(french[3])
  return asDate(year < 100 ? 2000 + year : year, month, day, today)
}

function asDate(year: number, month: number, day: number, today: string): Read<string> {
  const date = new Date(Date.UTC(year, month - 1, day))
  if (date.getUTCFullYear() !== year || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day)
    return { refused: 'impossible_date' }
  const value = date.toISOString().slice(0, 10)
  if (year < 1990) return { refused: 'impossible_date' }
  return value > today ? { refused: 'future_date' } : { value }
}

const spellings: Record<string, Unit> = {
  piece: 'piece',
  pieces: 'piece',
  pce: 'piece',
  pces: 'piece',
  pc: 'piece',
  pcs: 'piece',
  u: 'piece',
  un: 'piece',
  unite: 'piece',
  unites: 'piece',
  kg: 'kg',
  kilo: 'kg',
  kilos: 'kg',
  kilogramme: 'kg',
  kilogrammes: 'kg',
  g: 'g',
  gr: 'g',
  gramme: 'g',
  grammes: 'g',
  l: 'l',
  litre: 'l',
  litres: 'l',
  m: 'm',
  ml: 'm',
  metre: 'm',
  metres: 'm',
  m2: 'm2',
  m3: 'm3',
  sac: 'bag',
  sacs: 'bag',
  bag: 'bag',
  bags: 'bag',
  boite: 'box',
  boites: 'box',
  bte: 'box',
  paquet: 'box',
  paquets: 'box',
  carton: 'box',
  cartons: 'box',
  box: 'box',
  boxes: 'box',
  paire: 'pair',
  paires: 'pair',
  pair: 'pair',
  pairs: 'pair',
  rouleau: 'roll',
  rouleaux: 'roll',
  rlx: 'roll',
  roll: 'roll',
  rolls: 'roll',
}
export function readUnit(written: string): Read<Unit> {
  const key = written
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/²/g, '2')
    .replace(/³/g, '3')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
  const unit = spellings[key] ?? (units as readonly string[]).find((one) => one === key)
  return unit ? { value: unit as Unit } : { refused: 'unknown_unit' }
}

/** A cell that a spreadsheet would calculate. What it shows is not what is written, so it is not taken in. */
export const isFormula = (written: string): boolean =>
  /^\s*(=|@|\+(?!\d)|-(?![\d\s.,]))\s*\S/.test(written) && !/^\s*-\s*$/.test(written)
