import type { Family } from './assortment.ts'

/** Mulberry32: small, seeded, the same history on every machine. */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Box and Muller, 1958. */
export const gaussian = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

/** Knuth's method below thirty, a rounded normal above. */
export function poisson(mean: number, random: () => number): number {
  if (mean <= 0) return 0
  if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * gaussian(random)))
  const limit = Math.exp(-mean)
  let count = 0
  for (let product = random(); product > limit; product *= random()) count++
  return count
}

/** Closed on Sundays; Saturdays are the day of small builders. */
const weekdays = [0, 1, 0.92, 0.95, 1, 1.05, 1.3]

const hijri = new Intl.DateTimeFormat('en-u-ca-islamic-umalqura', {
  month: 'numeric',
  day: 'numeric',
  timeZone: 'UTC',
})
// Asked for every article of a day, and slow to compute.
let last = { of: '', month: 0, day: 0 }
function hijriDay(of: string): { month: number; day: number } {
  if (last.of === of) return last
  const parts = Object.fromEntries(
    hijri.formatToParts(new Date(`${of}T12:00:00Z`)).map(({ type, value }) => [type, Number(value)]),
  ) as { month: number; day: number }
  last = { of, month: parts.month, day: parts.day }
  return last
}

/** Korité, Tabaski, Gamou, and the Grand Magal on 18 Safar: nobody sells cement. */
export function isClosed(day: string): boolean {
  if (weekdays[new Date(`${day}T12:00:00Z`).getUTCDay()] === 0) return true
  const { month, day: date } = hijriDay(day)
  return (
    (month === 10 && date <= 2) ||
    (month === 12 && date >= 10 && date <= 11) ||
    (month === 2 && date === 18) ||
    (month === 3 && date === 12)
  )
}

/** What the day does to what people buy, as a factor of a usual weekday. */
export function effectOf(day: string, family: Family): number {
  const date = new Date(`${day}T12:00:00Z`)
  let effect = weekdays[date.getUTCDay()]!
  const feast = hijriDay(day)
  if (feast.month === 9) effect *= family === 'électricité' ? 1.15 : 0.78
  // The house is painted and mended before the feasts.
  if (feast.month === 9 && feast.day >= 20) effect *= family === 'peinture' ? 1.7 : 1
  if ((feast.month === 11 && feast.day >= 26) || (feast.month === 12 && feast.day <= 9))
    effect *= family === 'peinture' ? 1.8 : family === 'outillage' ? 1.25 : 0.95
  if (feast.month === 2 && feast.day >= 8 && feast.day < 18)
    effect *= family === 'électricité' || family === 'plomberie' ? 1.3 : 0.9
  const month = date.getUTCMonth() + 1
  if (month === 6 || month === 7) effect *= family === 'divers' ? 1.5 : 1
  // Rains: less is built.
  if (month >= 8 && month <= 9) effect *= family === 'gros_œuvre' ? 0.72 : 0.93
  // Two weeks of promotion on paint at the end of the year.
  if (month === 12 && date.getUTCDate() <= 14) effect *= family === 'peinture' ? 1.6 : 1
  return effect
}
