const plain = (text: string): string => text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '')

/** The text in pieces: words that begin like those looked for are told apart. */
export function found(text: string, question: string): { text: string; found: boolean }[] {
  const asked = (plain(question).match(/[\p{L}\p{N}]+/gu) ?? [])
    .filter((word) => word.length > 2)
    // Endings change: the stem of a long word is enough.
    .map((word) => (word.length > 6 ? word.slice(0, -2) : word))
  if (asked.length === 0) return [{ text, found: false }]
  return text
    .split(/([\p{L}\p{N}\p{M}]+)/u)
    .map((piece, index) => ({
      text: piece,
      found: index % 2 === 1 && asked.some((word) => plain(piece).startsWith(word)),
    }))
    .filter((piece) => piece.text !== '')
}
