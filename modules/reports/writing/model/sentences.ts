const segmenters = {
  fr: new Intl.Segmenter('fr', { granularity: 'sentence' }),
  en: new Intl.Segmenter('en', { granularity: 'sentence' }),
}
export type Language = keyof typeof segmenters

/** After these a full stop does not end the sentence. `Intl.Segmenter` cut ten French sentences into nineteen. */
const abbreviations =
  'm mm mme mmes mlle mlles me mes dr drs pr prof st ste mr mrs ms art al cf ex no nos num n p pp ch chap sect tél tel fax réf ref env approx min max av bd boul pl bât bat apt app éd ed vol fig tab annexe rép rep ord déc dec janv févr fevr avr juil sept oct nov jan feb mar apr jun jul aug sep co ltd inc corp sté ste ets cie vs resp dpt dép dep arr'.split(
    ' ',
  )
const ends_abbreviated = new RegExp(
  `(?:^|[\\s(«"'’])(?:${abbreviations.join('|')}|[a-zà-ÿ]|(?:\\p{L}\\.)+\\p{L}|n[°º])\\.\\s*$`,
  'iu',
)
/** `annexe B.` ends where `A. Ndiaye` goes on. */
const ends_lettered =
  /(?:annexe|article|point|lot|bâtiment|bloc|catégorie|classe|type|zone|niveau|plan|partie|appendix|part|class|block|schedule)s? \p{Lu}\.\s*$/iu
const ends_open = /(?:n[°º]|[,:;(«])\s*$/u
/** `H.T.`, `S.A.R.L.` may well end one: then the next begins with a capital and an article or pronoun. */
const ends_letters = /(?:\p{Lu}\.){2,}\s*$/u
const begins_new =
  /^(?:Le|La|Les|L['’]|Un|Une|Des|Il|Elle|Ils|Elles|Ce|Cette|Ces|Nous|Vous|The|A|An|It|They|We|This)\b/u
const begins_low = /^[\s"»)]*[\p{Ll}\d,;:%€]/u

/** Sentences of a paragraph, in the paragraph's own characters. */
export function splitSentences(text: string, language: Language): string[] {
  const sentences: string[] = []
  for (const { segment } of segmenters[language].segment(text)) {
    const last = sentences.at(-1)
    if (last !== undefined && goesOn(last, segment)) sentences[sentences.length - 1] = last + segment
    else sentences.push(segment)
  }
  return sentences.map((sentence) => sentence.trim()).filter((sentence) => sentence !== '')
}

function goesOn(before: string, next: string): boolean {
  if (ends_open.test(before)) return true
  if (ends_letters.test(before)) return !begins_new.test(next)
  if (ends_lettered.test(before)) return false
  if (ends_abbreviated.test(before)) return true
  // A full stop inside a number, a web address, an enumeration.
  return /\.\s*$/.test(before) && begins_low.test(next)
}

const bullet = /^\s*(?:[-–—•▪◦*·]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+/u
const labelled = /^[\p{L}][^:.!?]{0,48}\s?:(?:\s|$)/u

/**
 * Paragraphs from the lines of a page. A line of a table, a heading or a labelled value stays alone; a line
 * that runs to the right edge, or is taken up in small letters, goes on in the next.
 */
export function paragraphsOf(lines: readonly string[]): string[] {
  const widths = lines.map((line) => line.trim().length).filter((width) => width > 0)
  const edge = widths.length === 0 ? 0 : widths.toSorted((a, b) => a - b)[Math.floor(widths.length * 0.85)]!
  const paragraphs: string[] = []
  let open: string | null = null
  let last_width = 0
  const close = () => {
    if (open !== null) paragraphs.push(open)
    open = null
  }
  for (const line of lines) {
    const text = line.trim()
    if (text === '') {
      close()
      continue
    }
    const table_row = /\t|\S {3,}\S/.test(text)
    if (
      open === null ||
      table_row ||
      bullet.test(line) ||
      labelled.test(text) ||
      !runsOn(open, last_width, text, edge)
    ) {
      close()
      open = text
      last_width = text.length
      if (table_row) close()
      continue
    }
    open = open.endsWith('-') ? open + text : `${open} ${text}`
    last_width = text.length
  }
  close()
  return paragraphs
}

function runsOn(before: string, last_width: number, next: string, edge: number): boolean {
  if (/[.!?…]["»)]?$/.test(before)) return false
  if (/^[\p{Ll}(«"]/u.test(next)) return true
  return edge > 40 && last_width >= edge * 0.75
}

const most_letters = (text: string): boolean =>
  (text.match(/\p{L}/gu)?.length ?? 0) >= text.replace(/\s/g, '').length * 0.6

/** Whether this reads as a sentence: rows of tables, headings and labels do not. */
export function isProse(sentence: string): boolean {
  const text = sentence.trim()
  if (text.length < 30 || text.length > 700 || /\t|\S {3,}\S/.test(text)) return false
  const words = text.match(/\p{L}[\p{L}'’-]*/gu) ?? []
  if (words.length < 5 || !most_letters(text)) return false
  if (text.endsWith(':')) return false
  // Capitals throughout are headings.
  const low = words.filter((word) => /^\p{Ll}/u.test(word)).length
  return low >= words.length * 0.4 && (/[.!?…]["»)]?$/.test(text) || words.length >= 9)
}
