import type { FigureColumn } from './Figure.tsx'

/** Hands a file to the browser's downloads. */
export function save(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // Some browsers read it only after the click has returned.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}

/** Paints the SVG at twice its size, so that it stays sharp in a document. */
export async function savePicture(svg: string, file: string): Promise<void> {
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = address
    await image.decode()
    const canvas = document.createElement('canvas')
    canvas.width = image.naturalWidth * 2
    canvas.height = image.naturalHeight * 2
    const ground = canvas.getContext('2d')
    if (!ground) throw new Error('no canvas')
    ground.fillStyle = '#ffffff'
    ground.fillRect(0, 0, canvas.width, canvas.height)
    ground.drawImage(image, 0, 0, canvas.width, canvas.height)
    const png = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'))
    if (!png) throw new Error('no picture')
    save(png, `${file}.png`)
  } finally {
    URL.revokeObjectURL(address)
  }
}

/** As spreadsheets of that language open it: in French `;` and a decimal comma, with the mark that says UTF-8. */
export function csvOf<Row>(
  columns: readonly Pick<FigureColumn<Row>, 'header' | 'value'>[],
  rows: readonly Row[],
  locale: 'fr' | 'en',
): string {
  const separator = locale === 'fr' ? ';' : ','
  const field = (value: string | number | null): string => {
    if (value === null) return ''
    if (typeof value === 'number') return locale === 'fr' ? String(value).replace('.', ',') : String(value)
    // A cell beginning like a formula would be run by the spreadsheet that opens it.
    const plain = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
    return /["\n\r;,]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
  }
  const lines = [
    columns.map(({ header }) => field(header)),
    ...rows.map((row) => columns.map(({ value }) => field(value(row)))),
  ]
  return `\u{FEFF}${lines.map((line) => line.join(separator)).join('\r\n')}\r\n`
}
