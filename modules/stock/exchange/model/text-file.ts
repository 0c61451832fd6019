/** What a file of text is written in, from its bytes alone: marks first, then whether it is valid UTF-8. */
export function decodeText(bytes: Uint8Array): {
  text: string
  encoding: 'utf-8' | 'utf-16le' | 'windows-1252'
} {
  if (bytes[0] === 0xff && bytes[1] === 0xfe)
    return { text: new TextDecoder('utf-16le').decode(bytes), encoding: 'utf-16le' }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8' }
  } catch {
    // French Excel writes the machine's own alphabet; every byte means something in it.
    return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'windows-1252' }
  }
}

/** What the first bytes say a file is, whatever its name says. */
export function kindOfBytes(bytes: Uint8Array): 'zip' | 'old_excel' | 'pdf' | 'image' | 'binary' | 'text' {
  const begins = (...signature: number[]) => signature.every((byte, index) => bytes[index] === byte)
  if (begins(0x50, 0x4b, 0x03, 0x04)) return 'zip'
  if (begins(0xd0, 0xcf, 0x11, 0xe0)) return 'old_excel'
  if (begins(0x25, 0x50, 0x44, 0x46)) return 'pdf'
  if (begins(0x89, 0x50, 0x4e, 0x47) || begins(0xff, 0xd8, 0xff) || begins(0x47, 0x49, 0x46)) return 'image'
  if (begins(0xff, 0xfe)) return 'text'
  return bytes.subarray(0, 4_096).includes(0) ? 'binary' : 'text'
}

const delimiters = [';', '\t', ',', '|'] as const

/** The sign that cuts the first lines into the same number of parts, and into most. */
export function findDelimiter(text: string): string {
  let best: { sign: string; score: number } = { sign: ';', score: 0 }
  for (const sign of delimiters) {
    const counts = parseDelimited(text.slice(0, 20_000), sign)
      .slice(0, 30)
      .map((row) => row.length)
      .filter((length) => length > 1)
    if (counts.length === 0) continue
    const usual = counts.toSorted((a, b) => a - b)[Math.floor(counts.length / 2)]!
    const alike = counts.filter((count) => count === usual).length
    // A comma inside numbers cuts as well, but not every line alike.
    const score = alike * usual - (counts.length - alike) * 2
    if (score > best.score) best = { sign, score }
  }
  return best.sign
}

/** RFC 4180 with any delimiter; line ends of every kind, quotes doubled inside quotes. */
export function parseDelimited(text: string, delimiter: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let quoted = false
  const endCell = () => {
    row.push(cell)
    cell = ''
  }
  const endRow = () => {
    endCell()
    rows.push(row)
    row = []
  }
  for (let i = text.charCodeAt(0) === 0xfeff ? 1 : 0; i < text.length; i++) {
    const sign = text[i]!
    if (quoted) {
      if (sign !== '"') cell += sign
      else if (text[i + 1] === '"') {
        cell += '"'
        i++
      } else quoted = false
    } else if (sign === '"' && cell.trim() === '') {
      quoted = true
      cell = ''
    } else if (sign === delimiter) endCell()
    else if (sign === '\n' || sign === '\r') {
      if (sign === '\r' && text[i + 1] === '\n') i++
      endRow()
    } else cell += sign
  }
  if (cell !== '' || row.length > 0) endRow()
  while (rows.length > 0 && rows.at(-1)!.every((one) => one.trim() === '')) rows.pop()
  return rows
}
