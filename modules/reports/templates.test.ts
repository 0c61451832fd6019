import assert from 'node:assert/strict'
import { test } from 'node:test'
import { crc32, deflateRawSync } from 'node:zlib'
import { Document, Footer, Packer, Paragraph, Table, TableCell, TableRow, TextRun } from 'docx'
import { fillTemplate } from './templates/model/fill.ts'
import { readArchive } from './templates/model/archive.ts'
import { paragraphsIn, scanTemplate } from './templates/model/scan.ts'
import { cabinetIn, lease, openCabinet } from './testing.ts'

/** A ZIP file of these parts. @param lie what the sizes claim instead */
function zipOf(files: Record<string, string | Buffer>, lie?: number): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const [name, content] of Object.entries(files)) {
    const plain = Buffer.from(content as string)
    const packed = deflateRawSync(plain)
    const head = Buffer.alloc(26)
    head.writeUInt16LE(20, 0)
    head.writeUInt16LE(8, 4)
    head.writeUInt32LE(crc32(plain), 10)
    head.writeUInt32LE(packed.length, 14)
    head.writeUInt32LE(lie ?? plain.length, 18)
    head.writeUInt16LE(name.length, 22)
    parts.push(Buffer.from('PK\u0003\u0004', 'latin1'), head, Buffer.from(name), packed)
    const entry = Buffer.alloc(42)
    entry.writeUInt16LE(20, 0)
    head.copy(entry, 2)
    entry.writeUInt32LE(at, 38)
    directory.push(Buffer.from('PK\u0001\u0002', 'latin1'), entry, Buffer.from(name))
    at += 30 + name.length + packed.length
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\u0005\u0006', 'latin1')
  end.writeUInt16LE(Object.keys(files).length, 8)
  end.writeUInt16LE(Object.keys(files).length, 10)
  end.writeUInt32LE(listed.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...parts, listed, end])
}
const xml = (body: string) =>
  `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`
const docx = (...texts: string[]) =>
  zipOf({
    'word/document.xml': xml(texts.map((text) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`).join('')),
  })
const codes = async (bytes: Buffer) =>
  (await scanTemplate(bytes)).faults.map(({ code, tag }) => (tag === null ? code : `${code} ${tag}`))
const word = async (...children: (Paragraph | Table)[]): Promise<Buffer> =>
  Packer.toBuffer(
    new Document({
      sections: [
        { children, footers: { default: new Footer({ children: [new Paragraph('{organisation}')] }) } },
      ],
    }),
  )
const textOf = async (bytes: Uint8Array): Promise<string> => {
  const { parts } = await readArchive(Buffer.from(bytes), (name) =>
    /^word\/(document|footer\d+)\.xml$/.test(name),
  )
  return [...parts.values()].flatMap((part) => paragraphsIn(part, 'body').map(({ text }) => text)).join('\n')
}

test('every mistake is told at once, with its tag', async () => {
  assert.deepEqual(
    await codes(
      docx(
        '{client} puis {cliant}',
        '{titre',
        'fin}',
        '{}',
        '{valeur}',
        '{#titre}x{/titre}',
        '{faits}',
        '{#sections}{titre}{#phrases}{texte}{/sections}',
        '{/documents}',
        '{#inconnue}{rien}{/inconnue}',
        '{toString} {constructor}',
      ),
    ),
    [
      'brace_open {titre',
      'brace_stray fin}',
      'tag_empty {}',
      'tag_unknown {cliant}',
      'tag_elsewhere {valeur}',
      'not_a_list {#titre}',
      'list_as_text {faits}',
      'list_crossed {/sections}',
      'list_crossed {/documents}',
      'tag_unknown {#inconnue}',
      'tag_unknown {toString}',
      'tag_unknown {constructor}',
    ],
  )
  const { faults } = await scanTemplate(docx('Bonjour', 'Monsieur {cliant}'))
  assert.deepEqual(faults, [
    {
      code: 'tag_unknown',
      tag: '{cliant}',
      hint: '{client}',
      place: {
        part: 'body',
        paragraph: 2,
        table: null,
        row: null,
        column: null,
        excerpt: 'Monsieur {cliant}',
      },
    },
  ])
  assert.deepEqual(await codes(docx('{#sections}{titre}')), ['list_open {#sections}'])
  assert.deepEqual(await codes(docx('Rien')), ['no_tag'])
})

test('tags that Word cut into runs, in either language, with accents, in tables and feet are read', async () => {
  const bytes = await word(
    new Paragraph({
      children: [
        new TextRun('{cli'),
        new TextRun({ text: 'ent', bold: true }),
        new TextRun('}, {Résumé'),
        new TextRun('}'),
      ],
    }),
    new Table({
      rows: [
        new TableRow({
          children: [
            new TableCell({ children: [new Paragraph('{#facts}{label}')] }),
            new TableCell({ children: [new Paragraph('{value}{/facts}')] }),
          ],
        }),
      ],
    }),
  )
  const { faults, tags } = await scanTemplate(bytes)
  assert.deepEqual(
    faults.map(({ code, tag }) => `${code} ${tag}`),
    ['list_as_text {Résumé}'],
  )
  assert.deepEqual(tags, ['client', 'faits', 'libelle', 'organisation', 'resume', 'valeur'])
})

test('files that are not templates, or more than that, are refused by name', async () => {
  assert.deepEqual(await codes(Buffer.from('%PDF-1.7')), ['not_docx'])
  assert.deepEqual(await codes(Buffer.alloc(0)), ['not_docx'])
  assert.deepEqual(await codes(zipOf({ 'word/other.xml': 'x' })), ['not_docx'])
  const bomb = Buffer.alloc(70 * 1024 * 1024)
  assert.deepEqual(await codes(zipOf({ 'word/document.xml': bomb })), ['too_large_inside'])
  assert.equal(
    (await codes(zipOf({ 'word/document.xml': bomb }, 1_000))).length,
    1,
    'sizes that lie do not help',
  )
  assert.deepEqual(
    await codes(zipOf(Object.fromEntries(Array.from({ length: 1_001 }, (_, index) => [`p${index}`, ''])))),
    ['too_many_parts'],
  )
  assert.deepEqual(
    await codes(
      zipOf({
        'word/document.xml': xml('<w:p><w:r><w:t>{client}</w:t></w:r></w:p>'),
        'word/vbaProject.bin': 'x',
      }),
    ),
    ['macros'],
  )
  const relations = (type: string) =>
    `<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="http://evil.example/x.png" TargetMode="External"/></Relationships>`
  const withRelation = (type: string) =>
    zipOf({
      'word/document.xml': xml('<w:p><w:r><w:t>{client}</w:t></w:r></w:p>'),
      'word/_rels/document.xml.rels': relations(type),
    })
  assert.deepEqual(await codes(withRelation('image')), ['outside_link http://evil.example/x.png'])
  assert.deepEqual(await codes(withRelation('attachedTemplate')), ['outside_link http://evil.example/x.png'])
  assert.deepEqual(await codes(withRelation('hyperlink')), [])
})

test('filling prints values and nothing of the machine: members of objects, XML in names, missing values', async () => {
  const bytes = await word(
    new Paragraph('[{toString}][{constructor}][{__proto__}][{client}][{titre}]'),
    new Paragraph('{#faits}{libelle}: {source}; {/faits}'),
  )
  const filled = await fillTemplate(bytes, {
    client: 'SARL <Dupont> & "Fils"\u0000\u0008',
    faits: [
      {
        libelle: 'A & B',
        source: { _type: 'link', text: '<b>.pdf & "x", p. 1', target: 'https://x.example/?a=1&b=2' },
      },
    ],
  })
  assert.equal(await textOf(filled), '[][][][SARL <Dupont> & "Fils"][]\nA & B: <b>.pdf & "x", p. 1; ')
})

const cabinet = await openCabinet()
const { send, upload } = cabinet

test('a template is taken in, versioned, chosen, looked at, used and removed; one with mistakes is not kept', async () => {
  const wrong = (await upload('/report-templates?file_name=Faux.docx', docx('{cliant}', '{#faits}')))
    .body as {
    template: null
    mistakes: { message: string; place: string }[]
  }
  assert.equal(wrong.template, null)
  assert.deepEqual(
    wrong.mistakes.map(({ message, place }) => `${place} | ${message}`),
    [
      'Corps du document, paragraphe 1 | La balise {cliant} n’existe pas. Vouliez-vous écrire {client} ?',
      'Corps du document, paragraphe 2 | La liste {#faits} n’est pas refermée. Ajoutez {/faits}.',
    ],
  )
  const own = await word(
    new Paragraph('NOTE POUR {client}'),
    new Paragraph('{#sections}{titre} : {#phrases}{texte} ({source}) {/phrases}{/sections}'),
  )
  const taken = (await upload('/report-templates?file_name=Note.docx', own)).body as {
    template: { id: string; chosen: boolean }
    mistakes: object[]
  }
  assert.deepEqual(taken.mistakes, [])
  const { id } = taken.template
  assert.ok(taken.template.chosen, 'the first is the usual one')
  const preview = await send('GET', `/report-templates/${id}/preview`)
  assert.match(await textOf(preview.raw), /NOTE POUR Teranga Conseil/)

  const document_id = await cabinet.document('Bail.pdf', [lease])
  const report = await cabinet.ended(await cabinet.ask({ document_ids: [document_id] }))
  assert.equal(report.template_name, 'Note')
  const download = await send('GET', `/reports/${report.id}/download`)
  assert.match(await textOf(download.raw), /^NOTE POUR Teranga Conseil\nLe client : [^{}]*Bail\.pdf, p\. 1/)

  const second = await word(new Paragraph('VERSION DEUX {client}'))
  assert.equal(
    (
      (await upload(`/report-templates/${id}/versions?file_name=Note2.docx`, second)).body as {
        template: { version: number }
      }
    ).template.version,
    2,
  )
  assert.match(await textOf((await send('GET', `/report-templates/${id}/file`)).raw), /VERSION DEUX/)
  assert.equal(
    (await send('PATCH', `/report-templates/${id}`, { version: 1, chosen: false, name: 'Ma note' })).status,
    200,
  )
  assert.equal((await send('PATCH', `/report-templates/${id}`, { version: 9 })).status, 400)
  const read = (await send('GET', `/report-templates/${id}`)).body as {
    name: string
    version: number
    versions: object[]
  }
  assert.deepEqual([read.name, read.version, read.versions.length], ['Ma note', 1, 2])

  const stranger = await cabinetIn(cabinet.house)
  assert.equal((await stranger.send('GET', `/report-templates/${id}/file`)).status, 404)
  assert.equal(
    (await stranger.upload(`/report-templates/${id}/versions?file_name=x.docx`, second)).status,
    404,
  )
  assert.equal((await send('DELETE', `/report-templates/${id}`)).status, 200)
  assert.equal((await send('GET', `/reports/${report.id}/download`)).status, 200, 'what was written stays')
})

test('the template that ships with the product has no mistake, in either language', async () => {
  for (const language of ['fr', 'en']) {
    const { raw } = await send('GET', `/usual-report-template?language=${language}`)
    assert.deepEqual((await scanTemplate(raw)).faults, [])
    const filled = await send('GET', `/usual-report-template?language=${language}&filled=true`)
    assert.doesNotMatch(await textOf(filled.raw), /[{}]|undefined/)
  }
})
