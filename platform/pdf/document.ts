import type { Readable } from 'node:stream'
import PdfKit from 'pdfkit'
import type { Locale, Tenant } from '../ctx.ts'
import { ink, muted, usual_accent } from './colours.ts'
import { drawFigure } from './figure.ts'
import { bold, registerFonts, regular, writable } from './fonts.ts'
import { dressPages } from './page-frame.ts'
import { drawTable, type PdfTable } from './table.ts'

export type { PdfColumn, PdfTable } from './table.ts'

export interface PdfOptions {
  title: string
  /** Below the title: period, site. */
  subtitle?: string
  tenant: Pick<Tenant, 'name' | 'accent'>
  locale: Locale
  /** Written into the file's properties; the same rows at the same time give the same file. */
  created_at: Date
  landscape?: boolean
}

/** A document written from top to bottom; pages come by themselves. */
export interface Pdf {
  heading(words: string, level?: 1 | 2): void
  paragraph(words: string, style?: 'normal' | 'muted'): void
  /** Names and values, one below the other. */
  facts(items: readonly { label: string; value: string }[]): void
  table(table: PdfTable): void
  /** A figure of `plots` on the theme `paper`, 360 to 1200 wide; drawn smaller where the page is narrower. */
  figure(svg: string, alternative: string): void
  space(points?: number): void
  pageBreak(): void
  /** Ends the document; its bytes come as they are read. */
  finish(): Readable
}

/** Width of figures drawn for a page: reduced to it, their 12 units become 9 points, the size of tables. */
export const figure_width = { portrait: 660, landscape: 989 } as const

/** A tagged A4 document on the organisation's letterhead, with embedded fonts, so that it reads and prints anywhere. */
export function pdfDocument({
  title,
  subtitle,
  tenant,
  locale,
  created_at,
  landscape = false,
}: PdfOptions): Pdf {
  const accent = tenant.accent?.light ?? usual_accent
  const document = new PdfKit({
    size: 'A4',
    layout: landscape ? 'landscape' : 'portrait',
    margins: { top: 64, bottom: 62, left: 50, right: 50 },
    // Page numbers say how many there are, which is known at the end.
    bufferPages: true,
    tagged: true,
    pdfVersion: '1.7',
    // The published types know archives alone.
    subset: 'PDF/UA' as 'PDF/A-3a',
    lang: locale === 'fr' ? 'fr-FR' : 'en-GB',
    displayTitle: true,
    info: {
      Title: writable(title),
      Author: writable(tenant.name),
      Creator: 'Guichet',
      Producer: 'Guichet',
      CreationDate: created_at,
      ModDate: created_at,
    },
  })
  registerFonts(document)
  document.font(regular)
  const root = document.struct('Document')
  document.addStructure(root)
  const left = document.page.margins.left
  const width = document.page.width - left - document.page.margins.right
  const bottom = (): number => document.page.height - document.page.margins.bottom

  const room = (points: number): void => {
    if (document.y + points > bottom()) document.addPage()
  }
  const write = (
    kind: string,
    words: string,
    style: { font: string; size: number; colour: string },
  ): void => {
    const text = writable(words)
    if (text.trim() === '') return
    document.font(style.font).fontSize(style.size)
    root.add(
      document.struct(kind, {}, () => {
        document.font(style.font).fontSize(style.size).fillColor(style.colour)
        document.text(text, left, document.y, { width, lineGap: 2 })
      }),
    )
  }

  write('H1', title, { font: bold, size: 20, colour: ink })
  if (subtitle) write('P', subtitle, { font: regular, size: 11, colour: muted })
  document.y += 14

  return {
    heading(words, level = 1) {
      document.y += level === 1 ? 12 : 6
      // A heading alone at the foot of a page belongs on the next.
      room(70)
      write(level === 1 ? 'H2' : 'H3', words, { font: bold, size: level === 1 ? 14 : 11.5, colour: ink })
      document.y += 4
    },
    paragraph(words, style = 'normal') {
      room(24)
      write('P', words, { font: regular, size: 10.5, colour: style === 'muted' ? muted : ink })
      document.y += 6
    },
    facts(items) {
      const names = Math.min(
        width / 2,
        Math.max(
          ...items.map(({ label }) => document.font(regular).fontSize(10.5).widthOfString(writable(label))),
          40,
        ) + 16,
      )
      for (const item of items) {
        const [label, value] = [writable(item.label), writable(item.value)]
        const height = Math.max(
          document
            .font(regular)
            .fontSize(10.5)
            .heightOfString(label, { width: names - 8 }),
          document
            .font(bold)
            .fontSize(10.5)
            .heightOfString(value || ' ', { width: width - names }),
        )
        room(height + 4)
        const y = document.y
        root.add(
          document.struct('P', {}, () => {
            document
              .font(regular)
              .fontSize(10.5)
              .fillColor(muted)
              .text(`${label} `, left, y, { width: names - 8 })
            document
              .font(bold)
              .fillColor(ink)
              .text(value || ' ', left + names, y, { width: width - names })
          }),
        )
        document.y = y + height + 4
      }
      document.y += 6
    },
    table(table) {
      drawTable(document, root, { left, width, bottom, accent }, table)
    },
    figure(svg, alternative) {
      drawFigure(document, root, { left, width, bottom }, svg, writable(alternative))
    },
    space(points = 10) {
      document.y += points
    },
    pageBreak() {
      document.addPage()
    },
    finish() {
      root.end()
      dressPages(document, { title: writable(title), tenant: writable(tenant.name), accent, locale })
      document.end()
      return document as unknown as Readable
    },
  }
}
