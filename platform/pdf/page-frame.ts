import type { Locale } from '../ctx.ts'
import en from '../locales/en.json' with { type: 'json' }
import fr from '../locales/fr.json' with { type: 'json' }
import { sayer } from '../texts.ts'
import { hairline, muted } from './colours.ts'
import { bold, regular } from './fonts.ts'

const locales = new Map([['platform', { fr, en }]])

/** Letterhead and page numbers, once all pages are written. Screen readers skip them. */
export function dressPages(
  document: PDFKit.PDFDocument,
  { title, tenant, accent, locale }: { title: string; tenant: string; accent: string; locale: Locale },
): void {
  const say = sayer(locales, locale)
  const { start, count } = document.bufferedPageRange()
  for (let index = 0; index < count; index++) {
    document.switchToPage(start + index)
    const { page } = document
    const { left, right } = page.margins
    const width = page.width - left - right
    // Writing below the margin would begin a page of its own.
    const margins = { ...page.margins }
    page.margins.bottom = 0
    page.margins.top = 0
    document.markContent('Artifact', { type: 'Pagination', attached: ['Top'] })
    document.rect(left, 30, 4, 16).fill(accent)
    document.font(bold).fontSize(10).fillColor(accent)
    document.text(cut(document, tenant, width / 2), left + 11, 33, { lineBreak: false })
    if (index > 0) {
      document.font(regular).fontSize(9).fillColor(muted)
      const short = cut(document, title, width / 2 - 20)
      document.text(short, page.width - right - document.widthOfString(short), 34, { lineBreak: false })
    }
    document.endMarkedContent()

    document.markContent('Artifact', { type: 'Pagination', attached: ['Bottom'] })
    const y = page.height - 42
    document
      .moveTo(left, y - 8)
      .lineTo(page.width - right, y - 8)
      .lineWidth(0.5)
      .strokeColor(hairline)
      .stroke()
    document.font(regular).fontSize(9).fillColor(muted)
    const number = say('platform', 'pdf.page', { page: index + 1, pages: count })
    document.text(number, page.width - right - document.widthOfString(number), y, { lineBreak: false })
    document.endMarkedContent()
    page.margins = margins
  }
}

function cut(document: PDFKit.PDFDocument, words: string, width: number): string {
  if (document.widthOfString(words) <= width) return words
  let kept = words.slice(0, 200)
  while (kept.length > 1 && document.widthOfString(`${kept}…`) > width) kept = kept.slice(0, -1)
  return `${kept.trimEnd()}…`
}
