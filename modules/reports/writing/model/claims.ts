import { readNumber } from './amounts.ts'
import { datePattern, dateValue } from './dates.ts'
import { fold, plain } from './fold.ts'
import { isStopWord } from './words.ts'

/** Why a written sentence may not stand. */
export interface Doubt {
  kind: 'number' | 'date' | 'identifier' | 'name' | 'number_word'
  text: string
}

const numberPattern =
  /\d{1,3}(?:[ \u00a0\u202f.]\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?/gu
/** Numbers in words; "un" and "une" are articles more often than numbers. */
const numberWords =
  /(?<!\p{L})(?:deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?|trente|quarante|cinquante|soixante|septante|nonante|cents?|mille|millions?|milliards?|billions?|dizaines?|douzaines?|vingtaines?|trentaines?|centaines?|milliers?|moitie|tiers|double|triple|two|three|four|five|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|hundreds?|thousands?|half)(?!\p{L})/gu
const identifierPattern =
  /(?<![\p{L}\p{N}])(?=[\p{L}\p{N}/-]*\p{N})(?=[\p{L}\p{N}/-]*\p{L})[\p{L}\p{N}]+(?:[-/][\p{L}\p{N}]+)*/gu
/** Units and ordinals that hang on a number: the number is checked by itself. */
const unit =
  /^\d+(?:[.,]\d+)?(?:er|re|e|eme|st|nd|rd|th|h|km|m|m2|kg|g|l|cm|mm|ans?|mois|jours?|f|eur|xof|fcfa|cfa|k|md)$/i

/** What a page lends to be cited: its numbers, dates, identifiers and words. */
interface Stock {
  numbers: Set<number>
  dates: Set<string>
  words: Set<string>
  text: string
}

const datesIn = (text: string): string[] =>
  [...text.matchAll(datePattern)].flatMap((match) => dateValue(match.groups!) ?? [])

function numbersIn(text: string): number[] {
  return [...text.matchAll(numberPattern)].flatMap(([found]) => {
    const whole = readNumber(found)
    // `12 345 678` on a page also lends none of its parts: only the number as it is grouped.
    return Number.isFinite(whole) ? [whole] : []
  })
}

const wordsIn = (text: string): string[] => plain(text).match(/[\p{L}\p{N}]+/gu) ?? []

function stockOf(pages: readonly string[]): Stock {
  const stock: Stock = { numbers: new Set(), dates: new Set(), words: new Set(), text: '' }
  for (const page of pages) {
    const text = fold(page)
    for (const number of numbersIn(text)) stock.numbers.add(number)
    for (const date of datesIn(text)) stock.dates.add(date)
    for (const word of wordsIn(text)) stock.words.add(word)
    stock.text += `\n${plain(page)}`
  }
  return stock
}

/** Words that open sentences and name nobody. Anything else with a capital must stand on the page. */
const openers = new Set(
  `ainsi cependant toutefois neanmoins enfin ensuite egalement concernant selon depuis pendant durant apres avant malgre grace outre
  aucun aucune plusieurs certains certaines chaque celui celle document documents client cliente societe entreprise cabinet dossier contrat
  facture montant somme date bail situation objet suite fin debut pour according however therefore moreover finally client company contract
  invoice amount file several some each during since after before following there also voir see veuillez merci`
    .split(/\s+/)
    .filter(Boolean),
)

/**
 * What a sentence says that no cited page says: every number, date, identifier and proper name must be there.
 * The page decides, not the model: a number that was added, moved or rounded has no page to stand on.
 */
export function doubtsOf(sentence: string, cited_pages: readonly string[]): Doubt[] {
  const stock = stockOf(cited_pages)
  const doubts: Doubt[] = []
  let rest = fold(sentence)
  rest = rest.replace(datePattern, (found, ...more) => {
    const groups = more.at(-1) as Record<string, string | undefined>
    const value = dateValue(groups)
    if (!value) return found
    if (!stock.dates.has(value)) doubts.push({ kind: 'date', text: found })
    return ' '
  })
  rest = rest.replace(identifierPattern, (found) => {
    if (unit.test(plain(found))) return found
    if (!stock.text.includes(plain(found))) doubts.push({ kind: 'identifier', text: found })
    return ' '
  })
  for (const [found] of rest.matchAll(numberPattern)) {
    if (!stock.numbers.has(readNumber(found))) doubts.push({ kind: 'number', text: found })
  }
  for (const [found] of plain(rest).matchAll(numberWords)) {
    if (!stock.words.has(found)) doubts.push({ kind: 'number_word', text: found })
  }
  for (const name of namesIn(rest)) {
    if (!stock.words.has(plain(name))) doubts.push({ kind: 'name', text: name })
  }
  return doubts
}

function namesIn(sentence: string): string[] {
  const words = [...sentence.matchAll(/\p{L}[\p{L}-]*/gu)]
  return words.flatMap((match, index) => {
    const parts = match[0].split('-')
    return parts.flatMap((word) => {
      if (!/^\p{Lu}/u.test(word) || word.length < 2 || isStopWord(word)) return []
      const opens = index === 0 || /[.!?:]\s*["«]?\s*$/.test(sentence.slice(0, match.index))
      if (opens && openers.has(plain(word))) return []
      return [word]
    })
  })
}
