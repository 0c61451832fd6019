import { plain } from './fold.ts'

/** Words that carry no subject, in both languages: client files mix them. */
const stop = new Set(
  `a afin ai ainsi alors apres au aucun aupres aussi autre autres aux avant avec avoir ayant c ce ceci cela celle celui ces cet cette chaque
  comme contre d dans de depuis des deux dont du elle elles en encore entre est et etaient etait etant ete etre eu faire fait font il ils
  j je l la le les leur leurs lors lui m ma mais me meme mes mon n ne ni nos notre nous on ont ou par pas pendant peut plus pour qu quand
  que quel quelle quelles quels qui s sa sans sauf se selon ses si soit son sont sous sur t ta tel telle tous tout toute toutes tres un une
  vers vos votre vous y and are as at be been but by for from had has have he her his if in into is it its no not of on or our she so such
  that the their them there these they this to was we were which who will with you your what`
    .split(/\s+/)
    .filter(Boolean),
)

/**
 * A light stem: plural and feminine endings, then the commonest suffixes, as light stemmers for French do. It
 * only has to bring together forms of one word, not to find its root.
 */
export function stem(word: string): string {
  let root = word
  if (root.length > 5 && root.endsWith('aux')) root = `${root.slice(0, -3)}al`
  if (root.length > 4) root = root.replace(/(?:es|s|x)$/, '')
  if (root.length > 6)
    root = root.replace(
      /(?:issements?|ements?|ations?|ateurs?|atrices?|ions?|eurs?|euses?|ances?|ences?|ites?|iques?|ables?|ments?)$/,
      '',
    )
  if (root.length > 4) root = root.replace(/(?:ees?|er|ez|ait|aient|ant|e)$/, '')
  return root
}

/** Stems of the words that carry the subject. */
export function termsOf(text: string): string[] {
  const words = plain(text).match(/[a-z][a-z]+|\d+/g) ?? []
  return words.filter((word) => !stop.has(word)).map(stem)
}

export const isStopWord = (word: string): boolean => stop.has(plain(word))
