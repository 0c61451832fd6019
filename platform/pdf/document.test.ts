import assert from 'node:assert/strict'
import { buffer } from 'node:stream/consumers'
import { test } from 'node:test'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { pdfDocument, type Pdf } from './document.ts'

const options = {
  title: 'Rapport du 14 novembre 2026',
  subtitle: 'Guichet central',
  tenant: { name: 'Mairie de Thiès', accent: { light: '#8a3d06', dark: '#ffb27a' } },
  locale: 'fr' as const,
  created_at: new Date('2026-11-15T00:00:00Z'),
}

interface Opened {
  pages: string[]
  info: Record<string, unknown>
  tree: (page: number) => Promise<unknown>
  close: () => Promise<void>
}

/** The document as a reader independent of its writer finds it. */
async function opened(write: (pdf: Pdf) => void, more: Partial<typeof options> = {}): Promise<Opened> {
  const pdf = pdfDocument({ ...options, ...more })
  write(pdf)
  const bytes = await buffer(pdf.finish())
  const loading = getDocument({ data: new Uint8Array(bytes), verbosity: 0 })
  const document = await loading.promise
  const pages: string[] = []
  for (let number = 1; number <= document.numPages; number++) {
    const { items } = await (await document.getPage(number)).getTextContent()
    pages.push(items.map((item) => ('str' in item ? item.str : '')).join(' '))
  }
  const { info } = await document.getMetadata()
  return {
    pages,
    info: info as Record<string, unknown>,
    tree: async (page) => (await document.getPage(page)).getStructTree(),
    close: () => loading.destroy(),
  }
}

test('French, Wolof and Pulaar are written with their own signs and can be searched', async () => {
  const words = 'Œuvre, cœur : 1\u202f234\u202f567\u00a0F\u202fCFA, 12,50\u00a0€ « Ŋaay », ɓiɗɗo, ƴeewa ≤ 5'
  const { pages, info, close } = await opened((pdf) => pdf.paragraph(words))
  const bare = (text: string): string => text.replace(/\s/g, '')
  assert.ok(bare(pages[0] ?? '').includes(bare(words)), pages[0])
  assert.equal(info.Title, options.title)
  assert.equal(info.Author, 'Mairie de Thiès')
  assert.match(pages[0] ?? '', /Page 1 sur 1/)
  await close()
})

test('a table goes on over pages under the same heads and loses no row', async () => {
  const { pages, close } = await opened((pdf) =>
    pdf.table({
      caption: 'Par service',
      columns: [{ header: 'Service' }, { header: 'Visiteurs', align: 'right' }],
      rows: Array.from({ length: 150 }, (_, index) => [`Service-${index}`, `n${index}`]),
    }),
  )
  assert.ok(pages.length > 2)
  const found = pages.flatMap((page) => [...page.matchAll(/Service-(\d+)/g)].map((match) => Number(match[1])))
  assert.deepEqual(
    found,
    Array.from({ length: 150 }, (_, index) => index),
  )
  for (const [index, page] of pages.entries()) {
    assert.match(page, /Visiteurs/)
    assert.match(page, new RegExp(`Page ${index + 1} sur ${pages.length}`))
  }
  await close()
})

test('a cell higher than a page goes on, word for word', async () => {
  const words = Array.from({ length: 3000 }, (_, index) => `m${index}`)
  const { pages, close } = await opened((pdf) =>
    pdf.table({ caption: 'Long', columns: [{ header: 'Texte' }], rows: [[words.join(' ')]] }),
  )
  assert.deepEqual(pages.join(' ').match(/\bm\d+\b/g), words)
  await close()
})

test('screen readers find headings, paragraphs, table and the words for a figure', async () => {
  const { tree, close } = await opened((pdf) => {
    pdf.heading('Attente')
    pdf.facts([{ label: 'Visiteurs', value: '12' }])
    pdf.figure(
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 40"><text x="4" y="20">12 min</text></svg>',
      'Attente de 12 minutes',
    )
    pdf.table({ caption: 'Par service', columns: [{ header: 'Service' }], rows: [['Civil']] })
  })
  const found = JSON.stringify(await tree(1))
  for (const role of ['H1', 'H2', 'P', 'Figure', 'Table', 'TR', 'TH', 'TD'])
    assert.match(found, new RegExp(`"role":"${role}"`))
  assert.match(found, /"alt":"Attente de 12 minutes"/)
  await close()
})

test('the words of a figure are text, reduced to the width of the page', async () => {
  const { pages, close } = await opened((pdf) =>
    pdf.figure(
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 100"><text x="1100" y="20">à droite</text></svg>',
      'x',
    ),
  )
  assert.match(pages[0] ?? '', /à droite/)
  await close()
})

test('hostile words stay words: no control sign, no turned order, no line is lost', async () => {
  const { pages, info, close } = await opened(
    (pdf) => {
      pdf.heading('')
      pdf.paragraph('a\u0000b\u202Ec\uD800d')
      pdf.facts([{ label: '', value: '' }])
      pdf.facts([])
      pdf.table({
        caption: '',
        columns: [{ header: '' }, { header: 'x'.repeat(500) }],
        rows: [['(\\)\n%%EOF', 'y'.repeat(3000)], []],
      })
      pdf.table({ caption: '', columns: [{ header: 'none' }], rows: [] })
    },
    { title: 'T\u202Eitre (\\) <<>>' },
  )
  assert.match(pages[0] ?? '', /abc.d/)
  assert.match(pages.join(' '), /%%EOF/)
  assert.equal(pages.join('').match(/y/g)?.length, 3000)
  assert.equal(info.Title, 'Titre (\\) <<>>')
  await close()
})
