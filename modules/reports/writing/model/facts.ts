import { amountPattern, amountValue } from './amounts.ts'
import { cleanLines } from './clean.ts'
import { datePattern, dateValue } from './dates.ts'
import { ibanLengths, isFrenchVat, isIban, isNinea, isNir, isSiren, isSiret } from './identifiers.ts'
import { labelKey, nearestLabel } from './labels.ts'
import type { Fact, FactKind, Page } from './shapes.ts'

interface Found {
  kind: FactKind
  scheme?: string
  value: string
  shown: string
  at: number
  valid?: boolean
}
type Finder = (line: string, context: string) => Found[]

const packed = (text: string): string => text.replace(/[\s\u00a0\u202f.-]/g, '').toUpperCase()
const gap = String.raw`[ \u00a0\u202f.]?`

/** Every match that `read` accepts. */
function finder(
  pattern: RegExp,
  read: (match: RegExpExecArray, context: string) => Omit<Found, 'at' | 'shown'> | null,
): Finder {
  return (line, context) =>
    [...line.matchAll(pattern)].flatMap((match) => {
      const found = read(match, context)
      return found ? [{ ...found, at: match.index, shown: match[0].trim() }] : []
    })
}

/**
 * A number with a wrong key under its own name is told as such: it is a mistake somebody should know of. Without
 * the name it is some other number.
 */
const identifier =
  (scheme: string, named: RegExp, check: (text: string) => boolean, needs_name: boolean) =>
  (match: RegExpExecArray, context: string): Omit<Found, 'at' | 'shown'> | null => {
    const value = packed(match[0])
    const valid = check(value)
    const called = named.test(context)
    if (!called && (needs_name || !valid)) return null
    return { kind: 'identifier', scheme, value, valid }
  }

/** In this order: what one has found, the next does not see. */
const finders: Finder[] = [
  finder(/[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/giu, (match) => ({
    kind: 'email',
    value: match[0].toLowerCase(),
  })),
  (line, context) =>
    [...line.matchAll(/\b([A-Z]{2}\d{2})((?:[ \u00a0]?[A-Z0-9]){11,32})/g)].flatMap((match) => {
      const length = ibanLengths[match[1]!.slice(0, 2)]
      const signs = packed(match[0])
      if (!length || signs.length < length) return []
      const value = signs.slice(0, length)
      const valid = isIban(value)
      if (!valid && !/iban/i.test(context)) return []
      let shown = ''
      for (const sign of match[0]) {
        if (packed(shown).length === length) break
        shown += sign
      }
      return [{ kind: 'identifier', scheme: 'iban', value, valid, shown, at: match.index }]
    }),
  finder(
    new RegExp(String.raw`\bFR${gap}\d{2}${gap}\d{3}${gap}\d{3}${gap}\d{3}\b`, 'g'),
    identifier('vat', /tva|vat/i, isFrenchVat, false),
  ),
  finder(
    new RegExp(
      String.raw`(?<![\d])[1-378]${gap}\d{2}${gap}\d{2}${gap}(?:\d{2}|2[AB])${gap}\d{3}${gap}\d{3}${gap}\d{2}(?!\d)`,
      'g',
    ),
    identifier('nir', /s[ée]curit[ée] sociale|\bnir\b|n[°º]\s?ss\b|social security/i, isNir, false),
  ),
  finder(
    new RegExp(String.raw`(?<![\d])\d{3}${gap}\d{3}${gap}\d{3}${gap}\d{5}(?!\d)`, 'g'),
    identifier('siret', /siret/i, isSiret, false),
  ),
  finder(
    new RegExp(
      String.raw`(?<!\d)(?:\d{9}|\d{7}|\d{3}${gap}\d{4}|\d{3}${gap}\d{3}${gap}\d{3})(?:${gap}\d[A-Z]\d)(?![\dA-Z])`,
      'g',
    ),
    identifier('ninea', /ninea|cofi/i, isNinea, false),
  ),
  finder(
    new RegExp(String.raw`(?<!\d)(?:\d{9}|\d{7}|\d{3}${gap}\d{4})(?!\d)`, 'g'),
    identifier('ninea', /ninea/i, isNinea, true),
  ),
  finder(
    new RegExp(String.raw`(?<!\d)\d{3}${gap}\d{3}${gap}\d{3}(?![\d]|${gap}\d{5})`, 'g'),
    identifier('siren', /siren|r\.?c\.?s/i, isSiren, true),
  ),
  finder(datePattern, (match) => {
    const value = dateValue(match.groups!)
    return value ? { kind: 'date', value } : null
  }),
  finder(amountPattern, (match) => {
    const value = amountValue(match.groups!)
    return value ? { kind: 'amount', value } : null
  }),
  finder(/(?<![\w-])\p{Lu}{2,8}(?:[-/]\p{Lu}{1,6})?[-/](?:\d{2,4}[-/])?\d{2,10}(?![\w-])/gu, (match) => ({
    kind: 'reference',
    value: match[0],
  })),
  // Nine digits after 33 or 7x, with or without +221; ten after 0 or +33.
  finder(
    /(?<![\d+])(?:(?:\+|00)221[ .]?)?(?:7[05678]|33)[ .]?\d{3}[ .]?\d{2}[ .]?\d{2}(?!\d)|(?<![\d+])(?:(?:\+|00)33[ .]?(?:\(0\))?|0)[1-9](?:[ .-]?\d{2}){4}(?!\d)/gu,
    (match) => {
      const bare = match[0].replace(/\(0\)/, '').replace(/[ .-]/g, '').replace(/^00/, '+')
      const value = bare.startsWith('+') ? bare : bare.startsWith('0') ? `+33${bare.slice(1)}` : `+221${bare}`
      return { kind: 'phone', value }
    },
  ),
  finder(
    /(?<!\d)\d{1,4}(?: ?(?:bis|ter|[A-D]))?,? (?:rue|avenue|av\.|boulevard|bd\.?|place|allée|impasse|chemin|quai|cours|route|passage|square|street|road) [\p{L}\d'’. -]{3,60}?(?:,? \d{5} [\p{L}'’-]+(?:[ -]\p{Lu}[\p{L}'’-]+)*|(?=[,;]|\. |$))/giu,
    (match) => ({ kind: 'address', value: match[0].replace(/\s+/g, ' ').trim() }),
  ),
  finder(/\bB\.?P\.? ?\d{2,6},? (?:\p{Lu}[\p{L}'’-]+)(?:[ -]\p{Lu}[\p{L}'’-]+)*/gu, (match) => ({
    kind: 'address',
    value: match[0],
  })),
  finder(
    /\b(?:MM?\.|Mmes?|Mlle|Monsieur|Madame|Maître|Me|Dr|Docteur|Mrs?|Ms)\.? (?:\p{Lu}[\p{L}'’-]+)(?: (?:(?:de|du|la|le|El|Al|Ben) )?\p{Lu}[\p{L}'’-]+){0,3}/gu,
    (match) => {
      const value = match[0].replace(
        /^(?:MM?\.|Mmes?|Mlle|Monsieur|Madame|Maître|Me|Dr|Docteur|Mrs?|Ms)\.? /u,
        '',
      )
      const title = /^(?:le|la|les|l|maire|directeur|directrice|président|présidente|gérant|gérante)$/i
      return title.test(value.split(' ')[0]!) ? null : { kind: 'person', value }
    },
  ),
  finder(
    /\b(?:SARL|SAS|SASU|EURL|SCI|SNC|SUARL|GIE|SCOP|SELARL) (?:\p{Lu}[\p{L}\d'’&.-]*)(?: (?:(?:et|&|de|du|des) )?\p{Lu}[\p{L}\d'’&-]*){0,4}|\b\p{Lu}[\p{L}\d'’&-]+(?: (?:(?:et|&|de|du|des) )?\p{Lu}[\p{L}\d'’&-]+){0,4} (?:SARL|SAS|SASU|EURL|SUARL|S\.A\.R\.L\.|S\.A\.|Ltd|GmbH)(?![\p{L}])/gu,
    (match) => ({ kind: 'company', value: match[0] }),
  ),
]

const taken = '\uE000'
const longest_quote = 300

/** A stretch of the line around the value, in the page's own characters. */
function quoteOf(line: string, at: number, length: number): string {
  if (line.length <= longest_quote) return line.trim()
  const from = Math.max(0, at - (longest_quote - length) / 2)
  const start = from === 0 ? 0 : line.indexOf(' ', from) + 1 || Math.floor(from)
  return line.slice(Math.min(start, at), Math.max(at + length, start + longest_quote)).trim()
}

const digitsAnyhow = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase()

/** What the pages say that can be checked. What a page hides is not in its text, and counts for nothing. */
export function factsOf(pages: readonly Page[]): Fact[] {
  const facts: Fact[] = []
  const known = new Set<string>()
  const cleaned = cleanLines(pages)
  for (const [index, page] of pages.entries()) {
    if (page.method === 'unreadable') continue
    const lines = cleaned[index]!
    for (const [number, line] of lines.entries()) {
      if (!/[\d@]|\p{Lu}/u.test(line)) continue
      const above = lines[number - 1]
      const context = `${above ?? ''}\n${line}`
      let rest = line
      const all: Found[] = []
      for (const find of finders) {
        for (const found of find(rest, context)) {
          // Same length, so that places stay right; a sign that no finder takes and every label stops at.
          rest =
            rest.slice(0, found.at) +
            taken.repeat(found.shown.length) +
            rest.slice(found.at + found.shown.length)
          all.push(found)
        }
      }
      for (const found of all) {
        const label = nearestLabel(rest, found.at, above)
        const key = [page.document_id, found.kind, digitsAnyhow(found.value), labelKey(label.text)].join('\0')
        if (known.has(key)) continue
        known.add(key)
        facts.push({
          kind: found.kind,
          scheme: found.scheme ?? null,
          valid: found.valid ?? null,
          value: found.value,
          shown: found.shown,
          label: label.text,
          labelled: label.written,
          document_id: page.document_id,
          document_name: page.document_name,
          page: page.page,
          quote: quoteOf(line, found.at, found.shown.length),
        })
      }
    }
  }
  return facts
}
