import { plain } from './fold.ts'

const months: Record<string, number> = {}
for (const [index, names] of [
  'janvier janv january jan',
  'fevrier fevr february feb',
  'mars march mar',
  'avril avr april apr',
  'mai may',
  'juin june jun',
  'juillet juil july jul',
  'aout august aug',
  'septembre sept september sep',
  'octobre oct october',
  'novembre nov november',
  'decembre dec december',
].entries())
  for (const name of names.split(' ')) months[name] = index + 1

const word = String.raw`(?:janvier|janv\.?|f[ée]vrier|f[ée]vr\.?|mars|avril|avr\.?|mai|juin|juillet|juil\.?|ao[ûu]t|septembre|sept\.?|octobre|oct\.?|novembre|nov\.?|d[ée]cembre|d[ée]c\.?|january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sep|dec)`
export const datePattern = new RegExp(
  [
    String.raw`(?<![\d/.-])(?<iso_y>\d{4})-(?<iso_m>\d{2})-(?<iso_d>\d{2})(?![\d-])`,
    String.raw`(?<![\d/.-])(?<d>\d{1,2})(?<sep>[/.-])(?<m>\d{1,2})\k<sep>(?<y>\d{4}|\d{2})(?![\d/-])`,
    String.raw`(?<!\d)(?<word_d>\d{1,2})(?:er|st|nd|rd|th)?[ \u00a0\u202f](?:of )?(?<word_m>${word})[ \u00a0\u202f](?<word_y>\d{4})(?!\d)`,
    String.raw`\b(?<us_m>${word})[ \u00a0\u202f](?<us_d>\d{1,2})(?:st|nd|rd|th)?,[ \u00a0\u202f](?<us_y>\d{4})(?!\d)`,
  ].join('|'),
  'giu',
)

const monthOf = (text: string): number => months[plain(text).replace('.', '')] ?? 0

/** @returns an ISO date, or null for a day that does not exist or lies outside 1900 to 2100 */
export function dateValue(groups: Record<string, string | undefined>): string | null {
  const year = groups.iso_y ?? groups.y ?? groups.word_y ?? groups.us_y ?? ''
  const month = groups.iso_m ?? groups.m ?? String(monthOf(groups.word_m ?? groups.us_m ?? ''))
  const day = groups.iso_d ?? groups.d ?? groups.word_d ?? groups.us_d ?? ''
  // Two figures: this century until 2050, the last one afterwards.
  const full = year.length === 2 ? Number(year) + (Number(year) > 50 ? 1900 : 2000) : Number(year)
  if (full < 1900 || full > 2100) return null
  const date = new Date(Date.UTC(full, Number(month) - 1, Number(day)))
  const real = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day)
  return real ? date.toISOString().slice(0, 10) : null
}
