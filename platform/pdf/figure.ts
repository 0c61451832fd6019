import SVGtoPDF from 'svg-to-pdfkit'
import { bold, italic, regular } from './fonts.ts'

interface Frame {
  left: number
  width: number
  bottom: () => number
}

/** An SVG as vectors, with its words as text that can be searched, and an alternative for who hears the page. */
export function drawFigure(
  document: PDFKit.PDFDocument,
  root: PDFKit.PDFStructureElement,
  frame: Frame,
  svg: string,
  alternative: string,
): void {
  const size = /<svg\b[^>]*\bviewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg)
  if (!size) throw new TypeError('a figure without viewBox has no size')
  const scale = Math.min(1, frame.width / Number(size[1]))
  const width = Number(size[1]) * scale
  const height = Number(size[2]) * scale
  if (document.y + height > frame.bottom()) document.addPage()
  const y = document.y
  root.add(
    document.struct(
      'Figure',
      { alt: alternative, bbox: [frame.left, y, frame.left + width, y + height] },
      () => {
        SVGtoPDF(document, unsized(svg), frame.left, y, {
          width,
          height,
          assumePt: true,
          fontCallback: (_family, is_bold, is_italic) => (is_bold ? bold : is_italic ? italic : regular),
          // A figure is complete in itself: nothing outside it is ever read.
          imageCallback: () => '',
          documentCallback: () => [],
          warningCallback: () => undefined,
        })
      },
    ),
  )
  document.y = y + height + 10
}

/** The writer takes a drawing's own width and height for final; without them it fills the place it is given. */
const unsized = (svg: string): string =>
  svg.replace(/<svg\b[^>]*>/, (tag) => tag.replace(/\s(?:width|height)="[^"]*"/g, ''))
