import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  Header,
  HeadingLevel,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TabStopType,
  TextRun,
  VerticalAlignTable,
  WidthType,
} from 'docx'

/** The words of the template that ships with the product, in one language. */
export interface TemplateWords {
  prepared_for: string
  prepared_by: string
  how: string
  how_qr: string
  summary: string
  nothing: string
  disagreements: string
  disagreements_note: string
  facts: string
  fact_label: string
  fact_value: string
  fact_source: string
  unreadable: string
  unreadable_note: string
  sources: string
  source_name: string
  source_pages: string
  source_reading: string
  page_of: string
}

const ink = '16202B'
const muted = '5A6675'
const line = 'D5DBE3'
/** A4 less the margins, in twentieths of a point. */
const width = 11906 - 2 * 1247

/** A cover, the summary, the sections, what disagrees, the facts, what could not be read and the sources. */
export async function usualTemplate(words: TemplateWords, accent: string): Promise<Uint8Array> {
  const colour = accent.replace('#', '')
  const run = (text: string, options: object = {}) => new TextRun({ text, ...options })
  // What is left of these lines once they are filled takes a twentieth of a millimetre.
  const tag = (text: string) =>
    new Paragraph({
      children: [run(text, { size: 2 })],
      spacing: { before: 0, after: 0, line: 20, lineRule: LineRuleType.EXACT },
    })
  const heading = (text: string, options: object = {}) =>
    new Paragraph({ heading: HeadingLevel.HEADING_1, children: [run(text)], keepNext: true, ...options })
  const sentence = new Paragraph({
    style: 'Sentence',
    children: [
      run('{texte}'),
      run('{marque}', { color: 'A15C00' }),
      run(' '),
      run('{source}', { style: 'Cited' }),
    ],
  })
  const cell = (children: TextRun[], share: number, head = false) =>
    new TableCell({
      width: { size: Math.round(width * share), type: WidthType.DXA },
      verticalAlign: VerticalAlignTable.CENTER,
      margins: { top: 70, bottom: 70, left: 110, right: 110 },
      shading: head ? { type: ShadingType.CLEAR, fill: 'EEF2F6', color: 'auto' } : undefined,
      children: [new Paragraph({ style: 'Cell', children })],
    })
  const table = (head: string[], row: TextRun[][], shares: number[]) =>
    new Table({
      layout: TableLayoutType.FIXED,
      width: { size: width, type: WidthType.DXA },
      columnWidths: shares.map((share) => Math.round(width * share)),
      borders: {
        top: { style: BorderStyle.SINGLE, size: 8, color: colour },
        bottom: { style: BorderStyle.SINGLE, size: 4, color: line },
        left: { style: BorderStyle.NONE, size: 0, color: line },
        right: { style: BorderStyle.NONE, size: 0, color: line },
        insideHorizontal: { style: BorderStyle.SINGLE, size: 4, color: line },
        insideVertical: { style: BorderStyle.NONE, size: 0, color: line },
      },
      rows: [
        new TableRow({
          tableHeader: true,
          cantSplit: true,
          children: head.map((text, index) => cell([run(text, { bold: true })], shares[index]!, true)),
        }),
        new TableRow({ cantSplit: true, children: row.map((runs, index) => cell(runs, shares[index]!)) }),
      ],
    })
  const space = () => new Paragraph({ children: [], spacing: { before: 0, after: 120 } })

  const document = new Document({
    creator: 'Guichet',
    title: '{titre}',
    styles: {
      default: {
        document: {
          run: { font: 'Calibri', size: 22, color: ink },
          paragraph: { spacing: { line: 288, after: 120 } },
        },
        heading1: {
          run: { font: 'Calibri', size: 32, bold: true, color: colour },
          paragraph: { spacing: { before: 400, after: 140 } },
        },
        heading2: {
          run: { font: 'Calibri', size: 24, bold: true, color: ink },
          paragraph: { spacing: { before: 240, after: 80 } },
        },
      },
      paragraphStyles: [
        {
          id: 'Sentence',
          name: 'Sentence',
          basedOn: 'Normal',
          paragraph: { spacing: { line: 300, after: 150 } },
        },
        {
          id: 'Cell',
          name: 'Cell',
          basedOn: 'Normal',
          run: { size: 19 },
          paragraph: { spacing: { line: 252, before: 0, after: 0 } },
        },
        {
          id: 'Question',
          name: 'Question',
          basedOn: 'Normal',
          run: { italics: true, color: muted, size: 20 },
          paragraph: { spacing: { after: 140 }, keepNext: true },
        },
        { id: 'Small', name: 'Small', basedOn: 'Normal', run: { color: muted, size: 19 } },
      ],
      characterStyles: [{ id: 'Cited', name: 'Cited', run: { color: muted, size: 18 } }],
    },
    sections: [
      {
        properties: {
          titlePage: true,
          page: {
            size: { width: 11906, height: 16838 },
            margin: { top: 1304, bottom: 1247, left: 1247, right: 1247, header: 600, footer: 560 },
          },
        },
        headers: {
          first: new Header({ children: [new Paragraph({ children: [] })] }),
          default: new Header({
            children: [
              new Paragraph({
                tabStops: [{ type: TabStopType.RIGHT, position: width }],
                border: { bottom: { style: BorderStyle.SINGLE, size: 4, color: line, space: 6 } },
                children: [
                  run('{titre}', { color: muted, size: 18 }),
                  run('\t{organisation}', { color: muted, size: 18 }),
                ],
              }),
            ],
          }),
        },
        footers: {
          first: new Footer({ children: [new Paragraph({ children: [] })] }),
          default: new Footer({
            children: [
              new Paragraph({
                alignment: AlignmentType.RIGHT,
                children: [
                  new TextRun({ children: [PageNumber.CURRENT], color: muted, size: 18 }),
                  run(` ${words.page_of} `, { color: muted, size: 18 }),
                  new TextRun({ children: [PageNumber.TOTAL_PAGES], color: muted, size: 18 }),
                ],
              }),
            ],
          }),
        },
        children: [
          new Paragraph({
            spacing: { before: 0, after: 2600 },
            border: { bottom: { style: BorderStyle.SINGLE, size: 18, color: colour, space: 10 } },
            children: [run('{organisation}', { bold: true, size: 26, color: colour })],
          }),
          new Paragraph({
            spacing: { after: 200, line: 252, lineRule: LineRuleType.AUTO },
            children: [run('{titre}', { bold: true, size: 60 })],
          }),
          new Paragraph({
            spacing: { after: 60 },
            children: [
              run(`${words.prepared_for} `, { color: muted, size: 26 }),
              run('{client}', { size: 26, bold: true }),
            ],
          }),
          new Paragraph({
            spacing: { after: 900 },
            children: [
              run(`${words.prepared_by} `, { color: muted, size: 22 }),
              run('{auteur}, {date}', { size: 22 }),
            ],
          }),
          new Paragraph({
            style: 'Small',
            border: { left: { style: BorderStyle.SINGLE, size: 18, color: colour, space: 12 } },
            children: [run(`${words.how} `, { bold: true }), run('{methode}')],
          }),
          new Paragraph({ spacing: { before: 700, after: 60 }, children: [run('{code_qr}')] }),
          new Paragraph({ style: 'Small', children: [run(words.how_qr)] }),
          heading(words.summary, { pageBreakBefore: true }),
          tag('{#resume}'),
          sentence,
          tag('{/resume}'),
          tag('{#sections}'),
          heading('{titre}'),
          new Paragraph({ style: 'Question', children: [run('{question}')] }),
          tag('{#phrases}'),
          sentence,
          tag('{/phrases}'),
          tag('{#vide}'),
          new Paragraph({ style: 'Small', children: [run(words.nothing)] }),
          tag('{/vide}'),
          tag('{/sections}'),
          tag('{#avec_contradictions}'),
          heading(words.disagreements),
          new Paragraph({ style: 'Small', children: [run(words.disagreements_note)] }),
          tag('{#contradictions}'),
          new Paragraph({ heading: HeadingLevel.HEADING_2, children: [run('{libelle}')] }),
          tag('{#valeurs}'),
          new Paragraph({
            style: 'Sentence',
            indent: { left: 280 },
            children: [run('{valeur}', { bold: true }), run('  '), run('{source}', { style: 'Cited' })],
          }),
          tag('{/valeurs}'),
          tag('{/contradictions}'),
          tag('{/avec_contradictions}'),
          tag('{#avec_faits}'),
          heading(words.facts),
          table(
            [words.fact_label, words.fact_value, words.fact_source],
            [
              [run('{#faits}'), run('{libelle}'), run(' '), run('{type}', { color: muted, size: 17 })],
              [run('{valeur}', { bold: true }), run(' '), run('{controle}', { color: 'A15C00', size: 17 })],
              [run('{source}', { style: 'Cited' }), run('{/faits}')],
            ],
            [0.34, 0.33, 0.33],
          ),
          new Paragraph({ style: 'Small', spacing: { before: 100 }, children: [run('{note_faits}')] }),
          tag('{/avec_faits}'),
          tag('{#avec_illisibles}'),
          heading(words.unreadable),
          new Paragraph({ style: 'Small', children: [run(words.unreadable_note)] }),
          tag('{#illisibles}'),
          new Paragraph({
            style: 'Sentence',
            indent: { left: 280 },
            children: [run('{document}', { bold: true }), run(' {page} '), run('{raison}', { color: muted })],
          }),
          tag('{/illisibles}'),
          tag('{/avec_illisibles}'),
          heading(words.sources),
          table(
            [words.source_name, words.source_pages, words.source_reading],
            [[run('{#documents}'), run('{nom}')], [run('{pages}')], [run('{lecture}'), run('{/documents}')]],
            [0.46, 0.12, 0.42],
          ),
          space(),
        ],
      },
    ],
  })
  return new Uint8Array(await Packer.toBuffer(document))
}
