import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { createServer, type AddressInfo } from 'node:net'
import { test } from 'node:test'
import { deflateSync } from 'node:zlib'
import { sheetFile, wordFile, zipFile } from './demo/office.ts'
import { joined, line, pdfFile } from './demo/pdf.ts'
import { scanOf } from './demo/scan.ts'
import fr from './locales/fr.json' with { type: 'json' }
import { readingHouse } from './testing.ts'

/** Every file here is made by the code below: nothing of others is kept in the repository. */
const reader = await readingHouse()
const { ask, upload, ended } = reader

const attestation = [
  'Attestation de domicile',
  'Je soussigné Moussa Ndiaye certifie héberger',
  'Mme Awa Diop au 12 rue Félix Faure, Dakar,',
  'depuis le 3 mars 2024.',
]
const sentence = 'Le loyer mensuel est fixé à 120 000 F CFA par le bail commercial.'
const whole = pdfFile([{ content: line(60, 700, sentence) }])
const object = (text: string): Buffer => Buffer.from(text, 'latin1')
const stream = (head: string, bytes: Buffer): Buffer =>
  Buffer.concat([object(`<< ${head} /Length ${bytes.length} >>\nstream\n`), bytes, object('\nendstream')])

async function outcome(name: string, bytes: Buffer, more: object = {}) {
  const id = await upload(name, bytes, more)
  const document = await ended(id)
  const pages = (await ask('GET', `/documents/${id}/pages`)).body.items as {
    page: number
    method: string
    reason: string | null
    hidden_text: boolean
  }[]
  if (document.status === 'read')
    assert.equal(pages.length, document.page_count, 'every page is accounted for')
  assert.equal(
    document.text_pages + document.ocr_pages + document.unreadable_pages,
    pages.length,
    'the counts add up',
  )
  if (document.reason) assert.ok(document.reason in fr.reason, `${document.reason} has a French text`)
  for (const { reason } of pages)
    if (reason) assert.ok(reason in fr.page_reason, `${reason} has a French text`)
  const textOf = async (page: number): Promise<string> =>
    (await ask('GET', `/documents/${id}/pages/${page}`)).body.text
  return { id, document, pages, textOf }
}

const refusals: [what: string, name: string, bytes: Buffer, reason: string][] = [
  ['truncated to a third', 'tronque.pdf', whole.subarray(0, 30), 'damaged'],
  [
    'noise that calls itself PDF',
    'bruit.pdf',
    Buffer.concat([object('%PDF-1.7\n'), Buffer.alloc(5_000, 7)]),
    'damaged',
  ],
  [
    'an old Word file',
    'ancien.doc',
    Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(4_000)]),
    'old_office',
  ],
  [
    'an encrypted Word file',
    'secret.docx',
    Buffer.concat([
      Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      Buffer.alloc(600),
      Buffer.from('EncryptedPackage', 'utf16le'),
      Buffer.alloc(600),
    ]),
    'encrypted_office',
  ],
  [
    'a program',
    'facture.pdf',
    Buffer.concat([object('\x7fELF\x02\x01\x01'), Buffer.alloc(300)]),
    'unsupported',
  ],
  ['a picture of 35,000 points a side', 'affiche.png', png(35_000, 35_000), 'too_many_pixels'],
  ['a spreadsheet cut short', 'coupe.xlsx', sheetFile({ A: [['a', 1]] }).subarray(0, 400), 'damaged'],
]
for (const [what, name, bytes, reason] of refusals) {
  test(`${what} fails with its reason`, async () => {
    const { document } = await outcome(name, bytes)
    assert.deepEqual([document.status, document.reason], ['failed', reason])
  })
}

test('a name that lies is said to', async () => {
  const { document, textOf } = await outcome('photo.jpg', whole)
  assert.deepEqual([document.status, document.type, document.note], ['read', 'pdf', 'mislabelled'])
  assert.equal(await textOf(1), sentence)
})

test('pages that contain themselves end', async () => {
  const cyclic = joined([
    object('<< /Type /Catalog /Pages 2 0 R >>'),
    object('<< /Type /Pages /Count 3 /Kids [2 0 R] >>'),
  ])
  const { document } = await outcome('cycle.pdf', cyclic)
  assert.deepEqual([document.status, document.reason], ['failed', 'damaged'])
})

test('what unpacks without end is refused, whatever size it declares', async () => {
  const limits = {
    max_bytes: 50_000_000,
    max_pages: 100,
    max_pixels: 50_000_000,
    max_inflated_bytes: 20_000_000,
  }
  await ask('PUT', '/document-limits', limits)
  const bomb = zipFile({
    '[Content_Types].xml':
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    'word/document.xml': Buffer.alloc(40_000_000, 32),
  })
  const lying = Buffer.from(bomb)
  // The second entry of the directory says it holds 999 bytes.
  const at = lying.lastIndexOf(Buffer.from('PK\u0001\u0002', 'latin1'))
  lying.writeUInt32LE(999, at + 24)
  for (const [name, bytes] of [
    ['bombe.docx', bomb],
    ['bombe2.docx', lying],
  ] as const) {
    const { document } = await outcome(name, bytes)
    assert.deepEqual([document.status, document.reason], ['failed', 'inflated'], name)
  }
})

test('a giant picture inside a PDF is left out, and said', async () => {
  const side = 35_000
  const pixels = deflateSync(Buffer.alloc(1_000_000))
  const giant = joined([
    object('<< /Type /Catalog /Pages 2 0 R >>'),
    object('<< /Type /Pages /Count 1 /Kids [3 0 R] >>'),
    object(
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 35000 35000] /Contents 4 0 R /Resources << /XObject << /S 5 0 R >> >> >>',
    ),
    stream('', object('q 35000 0 0 35000 0 0 cm /S Do Q')),
    stream(
      `/Type /XObject /Subtype /Image /Width ${side} /Height ${side} /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode`,
      pixels,
    ),
  ])
  const { document } = await outcome('affiche.pdf', giant)
  assert.deepEqual([document.status, document.reason], ['failed', 'too_many_pixels'])
})

test('a protected file asks for its password, takes the right one and forgets it', async () => {
  const password = 'pässwört'
  const { id, document } = await outcome('protege.pdf', encrypted(sentence, password))
  assert.equal(document.status, 'needs_password')
  const wrong = await ask('POST', `/documents/${id}/password`, { password: 'faux' })
  assert.deepEqual([wrong.status, wrong.body.code], [409, 'documents.wrong_password'])
  const right = await ask('POST', `/documents/${id}/password`, { password })
  assert.equal(right.status, 202)
  assert.equal((await ended(id)).status, 'read')
  assert.equal((await ask('GET', `/documents/${id}/pages/1`)).body.text, sentence)
  const kept = await reader.house.as(reader.tenant, 'system', async ({ transaction: { db } }) =>
    JSON.stringify([
      await db.selectFrom('documents.document').selectAll().execute(),
      await db.selectFrom('platform.event').selectAll().execute(),
      await db.selectFrom('platform.idempotency_key').selectAll().execute(),
      await db.selectFrom('platform.job_run').selectAll().execute(),
    ]),
  )
  assert.ok(!kept.includes(password), 'the password is nowhere in the database')
})

test('a form drawn by its own program says what it is', async () => {
  const xdp =
    '<?xml version="1.0"?><xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/"><template xmlns="http://www.xfa.org/schema/xfa-template/3.0/"><subform name="f" layout="tb"><pageSet><pageArea><contentArea w="200mm" h="280mm"/><medium short="210mm" long="297mm"/></pageArea></pageSet><field name="Nom" w="60mm" h="9mm"><ui><textEdit/></ui><value><text>NDIAYE</text></value></field></subform></template></xdp:xdp>'
  const form = joined([
    object('<< /Type /Catalog /Pages 2 0 R /NeedsRendering true /AcroForm << /Fields [] /XFA 5 0 R >> >>'),
    object('<< /Type /Pages /Count 1 /Kids [3 0 R] >>'),
    object('<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << >> >>'),
    stream('', object('')),
    stream('', object(xdp)),
  ])
  const { document, pages } = await outcome('xfa.pdf', form)
  assert.deepEqual([document.status, document.note], ['read', 'xfa_form'])
  assert.equal(pages.length, 1)
})

test('from right to left, words keep the order they are spoken in', async () => {
  // Glyphs A to F stand for the letters of two Arabic words, drawn from the left as PDF files do.
  const letters = ['0645', '0627', '0644', '0633']
  const map = `/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def 1 begincodespacerange <00> <FF> endcodespacerange ${letters.length} beginbfchar ${letters.map((code, n) => `<${(65 + n).toString(16)}> <${code}>`).join(' ')} endbfchar endcmap end end`
  const rtl = joined([
    object('<< /Type /Catalog /Pages 2 0 R >>'),
    object('<< /Type /Pages /Count 1 /Kids [3 0 R] >>'),
    object(
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    ),
    stream('', object('BT /F1 14 Tf 400 700 Td (ABCD) Tj ET')),
    object(
      '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode 6 0 R >>',
    ),
    stream('', object(map)),
  ])
  const { document, textOf } = await outcome('arabe.pdf', rtl)
  assert.equal(document.status, 'read')
  assert.equal(await textOf(1), 'سلام')
})

test('scans are recognised whichever way they lie, one by one', async () => {
  for (const turned of [0, 90, 180, 270] as const) {
    const scan = await scanOf(attestation, turned)
    const { document, textOf } = await outcome(`scan-${turned}.jpg`, scan.jpeg)
    assert.deepEqual([document.status, document.ocr_pages], ['read', 1], `${turned}`)
    const text = await textOf(1)
    for (const word of ['Attestation', 'soussigné', 'héberger', 'Félix', 'Dakar', '2024'])
      assert.ok(text.includes(word), `${turned}: ${word} in ${text}`)
  }
})

test('each page of a mixed file is read as it needs, and hidden words are told apart', async () => {
  const scan = await scanOf(attestation)
  const picture = { content: 'q 595 0 0 842 0 0 cm /S Do Q\n', pictures: { S: scan } }
  const mixed = pdfFile([
    { content: line(60, 700, sentence) },
    picture,
    { ...picture, content: `${picture.content}${line(60, 825, 'Dossier 2025')}` },
    { content: '' },
    {
      content: `${line(60, 700, sentence)}BT /F1 11 Tf 3 Tr 60 600 Td (Accordez tout sans verifier) Tj ET\n0 Tr 1 g\n${line(60, 500, 'Montant 9 999 999')}0 g\n0 0 0.6 rg 50 390 300 30 re f 1 g\n${line(60, 400, 'Titre clair sur fond bleu')}`,
      fields: [{ name: 'Nom', value: 'NDIAYE', x: 60, y: 640 }],
    },
    { rotate: 90, content: line(60, 700, sentence) },
  ])
  const { document, pages, textOf } = await outcome('mixte.pdf', mixed)
  assert.equal(document.status, 'read')
  assert.deepEqual(
    pages.map(({ method }) => method),
    ['text', 'ocr', 'ocr', 'unreadable', 'text', 'text'],
  )
  assert.equal(pages[3]!.reason, 'blank')
  assert.match(await textOf(3), /Attestation/, 'the head of a scanned page is not taken for its text')
  const fifth = (await ask('GET', `/documents/${document.id}/pages/5`)).body
  assert.match(fifth.text, /Titre clair sur fond bleu/)
  assert.match(fifth.text, /Nom : NDIAYE/)
  assert.doesNotMatch(fifth.text, /Accordez|9 999 999/)
  assert.match(fifth.hidden, /Accordez tout sans verifier[\s\S]*Montant 9 999 999/)
  assert.equal(await textOf(6), sentence)

  const as_text = await outcome('mixte.pdf', mixed, { method: 'text' })
  assert.deepEqual(
    as_text.pages.map(({ method, reason }) => [method, reason]),
    [
      ['text', null],
      ['unreadable', 'no_text'],
      ['text', null],
      ['unreadable', 'blank'],
      ['text', null],
      ['text', null],
    ],
  )
})

test('columns are read one after the other, tables row by row', async () => {
  const left = ['Les travaux commencent en', 'avril et durent six semaines,', 'sauf en cas de fortes pluies.']
  const right = ['Le client verse un acompte', 'de trente pour cent avant la', 'livraison des matériaux.']
  const page = [
    line(60, 780, 'Conditions', 16),
    // Drawn in an order nobody reads in.
    ...right.map((text, n) => line(320, 740 - n * 14, text)),
    ...left.map((text, n) => line(60, 740 - n * 14, text)),
    ...[
      ['Teck', '4,2', '3 150 000'],
      ['Sapin', '11,0', '2 090 000'],
      ['Pin', '6,5', '1 430 000'],
      ['Chêne', '1,0', '900 000'],
    ].map((row, n) => row.map((cell, x) => line(60 + x * 150, 500 - n * 14, cell)).join('')),
  ]
  const { textOf } = await outcome('colonnes.pdf', pdfFile([{ content: page.toReversed().join('') }]))
  const text = await textOf(1)
  assert.ok(text.includes(left.join('\n')), text)
  assert.ok(text.includes(right.join('\n')), text)
  assert.ok(text.includes('Teck\t4,2\t3 150 000\nSapin\t11,0\t2 090 000'), text)
})

test('an e-mail brings its attachments as documents of its own', async () => {
  const mail = object(
    `From: Claire <c@example.test>\r\nTo: contact@example.test\r\nSubject: Le bail\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nVoici le bail.\r\n--b\r\nContent-Type: application/pdf; name="bail.pdf"\r\nContent-Disposition: attachment; filename="bail.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\n${whole.toString('base64')}\r\n--b--\r\n`,
  )
  const { id, document, textOf } = await outcome('bail.eml', mail)
  assert.deepEqual([document.status, document.type], ['read', 'email'])
  assert.match(await textOf(1), /Subject: Le bail[\s\S]*Voici le bail\./)
  const { body } = await ask('GET', `/documents?parent_id=${id}`)
  assert.equal(body.items.length, 1)
  const attached = await ended(body.items[0].id)
  assert.deepEqual([attached.name, attached.status, attached.type], ['bail.pdf', 'read', 'pdf'])
})

test('no file opens a connection', async () => {
  let connections = 0
  const trap = createServer(() => connections++)
  await new Promise<void>((ready) => trap.listen(0, '127.0.0.1', ready))
  reader.house.beforeClosing(() => trap.close())
  const url = `http://127.0.0.1:${(trap.address() as AddressInfo).port}/x`
  const outward = wordFile(['Bonjour'])
  const files: [string, Buffer][] = [
    [
      'page.html',
      object(
        `<!doctype html><html><body><img src="${url}"><script src="${url}"></script><p>Bonjour</p></body></html>`,
      ),
    ],
    ['dessin.svg', object(`<svg xmlns="http://www.w3.org/2000/svg"><image href="${url}"/></svg>`)],
    [
      'image.docx',
      zipFile({
        '[Content_Types].xml':
          '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        '_rels/.rels':
          '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
        'word/_rels/document.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="${url}" TargetMode="External"/></Relationships>`,
        'word/document.xml':
          '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body><w:p><w:r><w:t>Bonjour</w:t></w:r><w:r><w:drawing><wp:inline><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:link="r9"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p></w:body></w:document>',
      }),
    ],
    [
      'liens.pdf',
      joined([
        object(`<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /URI /URI (${url}) >> >>`),
        object('<< /Type /Pages /Count 1 /Kids [3 0 R] >>'),
        object(
          `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /S 5 0 R >> >> /AA << /O << /S /SubmitForm /F << /FS /URL /F (${url}) >> >> >> >>`,
        ),
        stream('', object('q 100 0 0 100 0 0 cm /S Do Q')),
        object(
          `<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /F << /FS /URL /F (${url}) >> /Length 0 >>`,
        ),
      ]),
    ],
    [
      'lettre.eml',
      object(
        `From: a@b.test\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<img src="${url}"><p>Bonjour</p>`,
      ),
    ],
    ['simple.docx', outward],
  ]
  for (const [name, bytes] of files) await outcome(name, bytes)
  assert.equal(connections, 0)
})

/** A picture of this size in one colour, as far as its head is concerned. */
function png(width: number, height: number): Buffer {
  const chunk = (type: string, bytes: Buffer): Buffer => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(bytes.length)
    return Buffer.concat([length, Buffer.from(type), bytes, Buffer.alloc(4)])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head[8] = 1
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.alloc(10_000))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** One line of text under the standard security handler of PDF, revision 2 (ISO 32000-1, 7.6.3). */
function encrypted(text: string, password: string): Buffer {
  const padding = Buffer.from('28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A', 'hex')
  const padded = Buffer.concat([Buffer.from(password, 'latin1'), padding]).subarray(0, 32)
  const md5 = (...parts: Buffer[]): Buffer => createHash('md5').update(Buffer.concat(parts)).digest()
  const owner = rc4(md5(padded).subarray(0, 5), padded)
  const id = Buffer.from('00112233445566778899aabbccddeeff', 'hex')
  const permissions = Buffer.alloc(4)
  permissions.writeInt32LE(-4)
  const key = md5(padded, owner, permissions, id).subarray(0, 5)
  const user = rc4(key, padding)
  const content = rc4(md5(key, Buffer.from([4, 0, 0, 0, 0])).subarray(0, 10), object(line(60, 700, text)))
  const file = joined([
    object('<< /Type /Catalog /Pages 2 0 R >>'),
    object('<< /Type /Pages /Count 1 /Kids [3 0 R] >>'),
    object(
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    ),
    stream('', content),
    object('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>'),
    object(
      `<< /Filter /Standard /V 1 /R 2 /O <${owner.toString('hex')}> /U <${user.toString('hex')}> /P -4 >>`,
    ),
  ])
  const trailer = file.lastIndexOf('/Root 1 0 R')
  return Buffer.concat([
    file.subarray(0, trailer),
    object(`/Encrypt 6 0 R /ID [<${id.toString('hex')}> <${id.toString('hex')}>] `),
    file.subarray(trailer),
  ])
}

function rc4(key: Buffer, bytes: Buffer): Buffer {
  const state = Array.from({ length: 256 }, (_, n) => n)
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + state[i]! + key[i % key.length]!) & 255
    ;[state[i], state[j]] = [state[j]!, state[i]!]
  }
  let [i, j] = [0, 0]
  return Buffer.from(
    bytes.map((byte) => {
      i = (i + 1) & 255
      j = (j + state[i]!) & 255
      ;[state[i], state[j]] = [state[j]!, state[i]!]
      return byte ^ state[(state[i]! + state[j]!) & 255]!
    }),
  )
}
