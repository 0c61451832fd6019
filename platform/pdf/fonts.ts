import { fileURLToPath } from 'node:url'

export const regular = 'Guichet'
export const bold = 'Guichet-Bold'
export const italic = 'Guichet-Italic'

// The fonts every PDF reader has cannot write U+202F, which French puts in every amount, nor Wolof's ŋ.
const files = {
  [regular]: 'DejaVuSansCondensed',
  [bold]: 'DejaVuSansCondensed-Bold',
  [italic]: 'DejaVuSansCondensed-Oblique',
}

export function registerFonts(document: PDFKit.PDFDocument): void {
  for (const [name, file] of Object.entries(files)) {
    document.registerFont(name, fileURLToPath(import.meta.resolve(`dejavu-fonts-ttf/ttf/${file}.ttf`)))
  }
}

// What no font can show but readers of files would stumble over: control signs, and marks that turn the order of
// writing around and let a name pretend to be another.
const unwritable =
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFB]/g // oxlint-disable-line no-control-regex

export const writable = (words: string): string => words.toWellFormed().replace(unwritable, '')
