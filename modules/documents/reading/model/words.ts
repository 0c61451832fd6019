/** A text as it is searched: no accents, no capitals. */
export const plain = (text: string): string =>
  text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replaceAll('œ', 'oe').replaceAll('æ', 'ae')

/** The words of a text worth knowing when somebody writes one wrongly: each once, without accents. */
export function wordsOf(text: string): string[] {
  const words = new Set<string>()
  for (const [word] of plain(text.slice(0, 200_000)).matchAll(/\p{L}{4,30}/gu)) words.add(word)
  return [...words]
}
