/** The page in pieces; one that is the quote is marked. Line ends, spaces and apostrophes may differ. */
export function highlighted(page: string, quote: string): { text: string; marked: boolean }[] {
  const words = quote.normalize('NFC').trim().split(/\s+/).filter(Boolean)
  if (words.length === 0) return [{ text: page, marked: false }]
  const pattern = words
    .map((word) =>
      word
        .replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
        .replace(/['’ʼ`´]/g, "['’ʼ`´]")
        // A word cut at the end of a line.
        .replace(/-/g, String.raw`-\s*`),
    )
    .join(String.raw`\s+`)
  const text = page.normalize('NFC')
  const found = new RegExp(pattern, 'u').exec(text)
  if (!found) return [{ text, marked: false }]
  const end = found.index + found[0].length
  return [
    { text: text.slice(0, found.index), marked: false },
    { text: found[0], marked: true },
    { text: text.slice(end), marked: false },
  ].filter((piece) => piece.text !== '')
}
