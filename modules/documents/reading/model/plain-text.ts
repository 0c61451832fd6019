/** About a page; texts without pages are cut where a paragraph ends. */
const pageLength = 3_000
/** A line that never ends is cut all the same. */
const longestPage = 6_000

/** Cuts a text that knows no pages into pieces of about a page. */
export function inPages(text: string): string[] {
  const pages: string[] = []
  let page = ''
  const close = () => {
    if (page.trim() !== '') pages.push(page.trim())
    page = ''
  }
  for (const block of text.split(/(?<=\n\s*\n)/)) {
    if (page.length > 0 && page.length + block.length > pageLength) close()
    for (let at = 0; at < block.length; at += longestPage) {
      if (at > 0) close()
      page += block.slice(at, at + longestPage)
    }
  }
  close()
  return pages
}

/** Bytes of a text file as text: what its mark says, else UTF-8 if it is that, else the old Windows letters. */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return clean(new TextDecoder('utf-16le').decode(bytes))
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return clean(new TextDecoder('utf-16be').decode(bytes))
  try {
    return clean(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return clean(new TextDecoder('windows-1252').decode(bytes))
  }
}

/** Without what PostgreSQL cannot hold; letters in one piece, so that searching finds them. */
export const clean = (text: string): string =>
  text
    .toWellFormed()
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    // oxlint-disable-next-line no-control-regex -- control signs are exactly what is meant
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '')

/** Whether these bytes are the text of a person rather than of a program. */
export function looksLikeText(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, 64 * 1024)
  if (sample.length === 0) return false
  if ((sample[0] === 0xff && sample[1] === 0xfe) || (sample[0] === 0xfe && sample[1] === 0xff)) return true
  let odd = 0
  for (const byte of sample) {
    if (byte === 0) return false
    if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) odd++
  }
  return odd < 0.01 * sample.length
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

/** Markup to text: rows of tables on one line, paragraphs apart; nothing in it is followed or run. */
export function textOfMarkup(markup: string): string {
  return clean(
    markup
      .replace(/<(script|style|head|template)\b[\s\S]*?<\/\1\s*>/gi, '')
      .replace(/<!--[\s\S]*?-->/g, '')
      .replace(/[\t\n\r ]+/g, ' ')
      .replace(/<\/(td|th)>\s*<(td|th)\b[^>]*>/gi, '\t')
      // Paragraphs inside a cell stay on its row.
      .replace(/<(td|th)\b[^>]*>\s*<p>/gi, '')
      .replace(/<\/p>\s*(?=\t|<\/(td|th)>)/gi, '')
      .replace(/(?<=\t)<p>/gi, '')
      .replace(/<br\s*\/?>|<\/(tr|li|div)>/gi, '\n')
      .replace(/<\/(p|h[1-6]|table|ul|ol|blockquote)>/gi, '\n\n')
      .replace(/<li\b[^>]*>/gi, '– ')
      .replace(/<[^>]*>/g, '')
      .replace(/&(#x?[0-9a-f]+|\w+);/gi, (whole, name: string) => {
        if (!name.startsWith('#')) return entities[name.toLowerCase()] ?? whole
        const code = /^#x/i.test(name) ? parseInt(name.slice(2), 16) : Number(name.slice(1))
        return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : ''
      })
      .replace(/ *\n */g, '\n')
      .replace(/\n{3,}/g, '\n\n'),
  ).trim()
}
