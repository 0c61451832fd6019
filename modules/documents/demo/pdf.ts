import { deflateSync } from 'node:zlib'

/** A page as its drawing instructions; y grows upwards from the foot of the page. */
export interface PdfPage {
  width?: number
  height?: number
  /** Quarter turns clockwise at which the page is shown: 0, 90, 180 or 270. */
  rotate?: number
  content: string
  /** Pictures by the name the content calls them. */
  pictures?: Record<string, { jpeg: Buffer; width: number; height: number }>
  /** Form fields with their values. */
  fields?: { name: string; value: string; x: number; y: number }[]
}

/** The letters of the western PDF encoding that are not those of Latin-1. */
const windows: Record<string, number> = {
  '€': 128,
  '…': 133,
  Œ: 140,
  '‘': 145,
  '’': 146,
  '“': 147,
  '”': 148,
  '–': 150,
  '—': 151,
  œ: 156,
}
const written = (text: string): string =>
  Array.from(text)
    .map((sign) => {
      const code = windows[sign] ?? sign.codePointAt(0)!
      if (sign === '(' || sign === ')' || sign === '\\') return `\\${sign}`
      if (code > 255) return '?'
      return code > 126 ? `\\${code.toString(8).padStart(3, '0')}` : sign
    })
    .join('')

/** One line of text. */
export const line = (x: number, y: number, text: string, size = 11, font: 'F1' | 'F2' = 'F1'): string =>
  `BT /${font} ${size} Tf ${x} ${y} Td (${written(text)}) Tj ET\n`

/** A whole PDF file, the same bytes for the same pages. */
export function pdfFile(pages: readonly PdfPage[], compressed = true): Buffer {
  const objects: Buffer[] = []
  const add = (body: string | Buffer): number =>
    objects.push(Buffer.isBuffer(body) ? body : Buffer.from(body, 'latin1'))
  const stream = (head: string, bytes: Buffer): Buffer =>
    Buffer.concat([
      Buffer.from(`<< ${head} /Length ${bytes.length} >>\nstream\n`, 'latin1'),
      bytes,
      Buffer.from('\nendstream', 'latin1'),
    ])
  const catalog = add('')
  const tree = add('')
  const fonts = ['Helvetica', 'Helvetica-Bold'].map((name) =>
    add(`<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`),
  )
  const fields: number[] = []
  const kids = pages.map((page) => {
    const bytes = Buffer.from(page.content, 'latin1')
    const content = add(compressed ? stream('/Filter /FlateDecode', deflateSync(bytes)) : stream('', bytes))
    const pictures = Object.entries(page.pictures ?? {}).map(([name, { jpeg, width, height }]) => {
      const head = `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode`
      return `/${name} ${add(stream(head, jpeg))} 0 R`
    })
    const notes = (page.fields ?? []).map(({ name, value, x, y }) =>
      add(
        `<< /Type /Annot /Subtype /Widget /FT /Tx /T (${written(name)}) /V (${written(value)}) /Rect [${x} ${y} ${x + 200} ${y + 18}] /F 4 >>`,
      ),
    )
    fields.push(...notes)
    return add(
      `<< /Type /Page /Parent ${tree} 0 R /MediaBox [0 0 ${page.width ?? 595} ${page.height ?? 842}] /Rotate ${page.rotate ?? 0} /Contents ${content} 0 R` +
        ` /Resources << /Font << /F1 ${fonts[0]} 0 R /F2 ${fonts[1]} 0 R >> /XObject << ${pictures.join(' ')} >> >>` +
        (notes.length > 0 ? ` /Annots [${notes.map((id) => `${id} 0 R`).join(' ')}]` : '') +
        ' >>',
    )
  })
  const form =
    fields.length > 0 ? ` /AcroForm << /Fields [${fields.map((id) => `${id} 0 R`).join(' ')}] >>` : ''
  objects[catalog - 1] = Buffer.from(`<< /Type /Catalog /Pages ${tree} 0 R${form} >>`)
  objects[tree - 1] = Buffer.from(
    `<< /Type /Pages /Count ${kids.length} /Kids [${kids.map((id) => `${id} 0 R`).join(' ')}] >>`,
  )
  return joined(objects)
}

/** Numbered objects, their table and their end. */
export function joined(objects: readonly Buffer[]): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n%\u00e9\u00e8\n', 'latin1')]
  const places: number[] = []
  let at = parts[0]!.length
  const push = (part: Buffer) => {
    parts.push(part)
    at += part.length
  }
  for (const [index, body] of objects.entries()) {
    places.push(at)
    push(Buffer.from(`${index + 1} 0 obj\n`))
    push(body)
    push(Buffer.from('\nendobj\n'))
  }
  const table = at
  const entries = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('')
  push(
    Buffer.from(
      `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`,
    ),
  )
  return Buffer.concat(parts)
}
