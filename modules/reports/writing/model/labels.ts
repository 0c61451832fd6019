import { plain } from './fold.ts'

export interface Label {
  text: string
  /** Written as a label, rather than words that happen to stand before. */
  written: boolean
}

const trailing =
  /(?:^|\s)(?:de|du|des|d['’]|à|a|au|aux|le|la|les|l['’]|un|une|est|sont|soit|était|s['’]élève|s['’]élèvent|en|et|ou|pour|par|sur|of|the|is|was|to|at|on|for|and|n[°º]|no|:|=)\s*$/iu
const most_words = 7
const most_signs = 70

/**
 * The words nearest before a value: what is before the colon, the first cell of a row, the heading on the line
 * above, or failing these the last words of the sentence. The position on paper decides usefulness: of ten
 * amounts found without labels in two invoices, six told nothing.
 */
export function nearestLabel(line: string, at: number, line_above: string | undefined): Label {
  const before = line.slice(0, at)
  const here = before.split(/[;\t|\uE000]+| {3,}/)
  const last = here.at(-1)!.trim() === '' && here.length > 1 ? here.at(-2)! : here.at(-1)!
  const colon = /([^:.;!?\uE000]{2,70}?)\.?\s*[:=]\s*[^:]*$/u.exec(before)
  // Between the colon and the value may stand a currency or a few words, not a whole sentence.
  if (colon && before.length - before.lastIndexOf(':') <= 30) return { text: tidy(colon[1]!), written: true }
  const first = here.find((cell) => /\p{L}{2}/u.test(cell))
  if (here.length > 1 && first && first.trim().length <= most_signs)
    return { text: tidy(first), written: true }
  if (
    before.replaceAll('\uE000', '').trim().length < 3 &&
    !before.includes('\uE000') &&
    line_above !== undefined
  ) {
    const above = line_above.trim().replace(/\s*:$/, '')
    if (above.length >= 3 && above.length <= 60 && /\p{L}{2}/u.test(above) && !/[.!?]$/.test(above))
      return { text: tidy(above), written: true }
  }
  return { text: tidy(shorten(last)), written: false }
}

/** `Le loyer mensuel est fixé` names the loyer mensuel. */
const told =
  /\s+(?:est|sont|était|étaient|reste|restent|s['’]élève|s['’]élèvent|is|are|was|were)(?:\s+(?:fixée?s?|portée?s?|arrêtée?s?|égale?s?|de|à|set|equal))*$/iu

function shorten(text: string): string {
  let words = text
    .split(/(?<=[.!?,])\s+/)
    .at(-1)!
    .trim()
  if (words === '') words = text.trim()
  for (let before = ''; before !== words;) {
    before = words
    words = words.replace(trailing, '').trim()
  }
  return words.replace(told, '').split(/\s+/).slice(-most_words).join(' ')
}

function tidy(text: string): string {
  const clean = text
    .replace(/\s+/g, ' ')
    .replace(/^[\s\-–—•*·.,;:|]+|[\s\-–—:;,|(]+$/g, '')
    .trim()
  return clean.slice(0, most_signs)
}

const empty_words = new Set(
  'le la les l un une de du des d a au aux en et ou pour par sur votre notre son sa ses the of to your our no n numero'.split(
    ' ',
  ),
)

/** Labels that say the same compare equal: `Loyer mensuel :`, `loyer mensuel`. */
export const labelKey = (label: string): string =>
  (plain(label).match(/[a-z]+/g) ?? []).filter((word) => !empty_words.has(word)).join(' ')
