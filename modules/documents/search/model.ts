import { plain } from '../reading/model/words.ts'

/** Signs that no stored text holds. */
export const openMark = '\u0001'
export const closeMark = '\u0002'

/** The words of a question, as they are looked for; more than these narrow nothing further. */
export const wordsAsked = (question: string): string[] => [
  ...new Set(
    (plain(question).match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => word.length <= 40).slice(0, 10),
  ),
]

/** Half of the groups of three letters in common, or near to the best of them. */
export function nearEnough(alike: readonly { word: string; likeness: number }[]): string[] {
  const best = alike[0]?.likeness ?? 0
  return alike
    .filter(({ likeness }) => likeness >= 0.35 && likeness >= best - 0.15)
    .slice(0, 3)
    .map(({ word }) => word)
}

/** Pieces of an excerpt, those found told apart. */
export function marked(headline: string): { text: string; found: boolean }[] {
  return headline
    .split(openMark)
    .flatMap((part, index) => {
      if (index === 0) return [{ text: part, found: false }]
      const [found = '', rest = ''] = part.split(closeMark)
      return [
        { text: found, found: true },
        { text: rest, found: false },
      ]
    })
    .map(({ text, found }) => ({ text: text.replace(/\s+/g, ' '), found }))
    .filter(({ text }) => text !== '')
}
