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
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx'

const accent = '4B4E9B'

/** A short note under the organisation's letterhead, as one would write it in Word. */
export async function letterTemplate(name: string): Promise<Buffer> {
  const run = (text: string, options: object = {}) => new TextRun({ text, ...options })
  const tag = (text: string) =>
    new Paragraph({
      children: [run(text, { size: 2 })],
      spacing: { before: 0, after: 0, line: 20, lineRule: LineRuleType.EXACT },
    })
  const cell = (children: TextRun[], share: number) =>
    new TableCell({
      width: { size: share, type: WidthType.PERCENTAGE },
      margins: { top: 60, bottom: 60, left: 90, right: 90 },
      children: [new Paragraph({ children, spacing: { after: 0 } })],
    })
  const heading = (text: string) =>
    new Paragraph({ heading: HeadingLevel.HEADING_1, keepNext: true, children: [run(text)] })
  const sentence = new Paragraph({
    indent: { left: 200 },
    children: [
      run('{texte} '),
      run('{source}', { size: 17, color: '6B7280' }),
      run('{marque}', { size: 17 }),
    ],
  })
  const document = new Document({
    styles: {
      default: {
        document: { run: { font: 'Georgia', size: 21 }, paragraph: { spacing: { line: 280, after: 120 } } },
        heading1: {
          run: { font: 'Georgia', size: 26, bold: true, color: accent },
          paragraph: { spacing: { before: 320, after: 120 } },
        },
      },
    },
    sections: [
      {
        properties: {
          page: {
            size: { width: 11906, height: 16838 },
            margin: { top: 1500, bottom: 1200, left: 1300, right: 1300 },
          },
        },
        headers: {
          default: new Header({
            children: [
              new Paragraph({
                border: { bottom: { style: BorderStyle.SINGLE, size: 12, color: accent, space: 6 } },
                children: [
                  run(name, { bold: true, size: 24, color: accent }),
                  run('   Conseil aux entreprises et aux familles', { size: 17, color: '6B7280' }),
                ],
              }),
            ],
          }),
        },
        footers: {
          default: new Footer({
            children: [
              new Paragraph({
                alignment: AlignmentType.CENTER,
                children: [
                  run('{client} · page ', { size: 17, color: '6B7280' }),
                  new TextRun({ children: [PageNumber.CURRENT], size: 17, color: '6B7280' }),
                ],
              }),
            ],
          }),
        },
        children: [
          new Paragraph({ alignment: AlignmentType.RIGHT, children: [run('{date}')] }),
          new Paragraph({
            spacing: { before: 200, after: 60 },
            children: [run('Note de dossier', { bold: true, size: 36 })],
          }),
          new Paragraph({
            children: [run('Client : '), run('{client}', { bold: true }), run('   Rédacteur : {auteur}')],
          }),
          new Paragraph({ children: [run('{methode}', { italics: true, size: 18, color: '6B7280' })] }),
          heading('En bref'),
          tag('{#resume}'),
          sentence,
          tag('{/resume}'),
          tag('{#sections}'),
          heading('{titre}'),
          tag('{#phrases}'),
          sentence,
          tag('{/phrases}'),
          tag('{#vide}'),
          new Paragraph({
            indent: { left: 200 },
            children: [run('Rien dans le dossier sur ce point.', { color: '6B7280' })],
          }),
          tag('{/vide}'),
          tag('{/sections}'),
          tag('{#avec_contradictions}'),
          heading('À vérifier avec le client'),
          tag('{#contradictions}'),
          new Paragraph({ keepNext: true, children: [run('{libelle}', { bold: true })] }),
          tag('{#valeurs}'),
          new Paragraph({
            indent: { left: 400 },
            children: [run('{valeur} '), run('{source}', { size: 17, color: '6B7280' })],
          }),
          tag('{/valeurs}'),
          tag('{/contradictions}'),
          tag('{/avec_contradictions}'),
          heading('Chiffres et dates'),
          new Table({
            width: { size: 100, type: WidthType.PERCENTAGE },
            rows: [
              new TableRow({
                tableHeader: true,
                children: [
                  cell([run('Libellé', { bold: true })], 36),
                  cell([run('Valeur', { bold: true })], 34),
                  cell([run('Page', { bold: true })], 30),
                ],
              }),
              new TableRow({
                cantSplit: true,
                children: [
                  cell([run('{#faits}{libelle}')], 36),
                  cell([run('{valeur}', { bold: true })], 34),
                  cell([run('{source}', { size: 17 }), run('{/faits}')], 30),
                ],
              }),
            ],
          }),
          new Paragraph({ children: [] }),
        ],
      },
    ],
  })
  return Packer.toBuffer(document)
}
