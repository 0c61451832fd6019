/**
 * Two spellings of the same words compare equal: NFKC (ligatures, full-width signs), apostrophes alike, any
 * space is one, and a hyphen at the end of a line belongs to the word that goes on below.
 */
export const fold = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[’ʼ`´]/g, "'")
    .replace(/-\s*\n\s*/g, '-')
    .replace(/\s+/g, ' ')
    .trim()

/** Without accents or capitals, for searching and for labels. */
export const plain = (text: string): string =>
  fold(text).normalize('NFD').replace(/\p{M}/gu, '').replace(/œ/gi, 'oe').replace(/æ/gi, 'ae').toLowerCase()

/** Whether the page holds these words in this order. */
export const standsOn = (quote: string, page_text: string): boolean => {
  const sought = fold(quote)
  return sought !== '' && fold(page_text).includes(sought)
}
