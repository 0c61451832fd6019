import assert from 'node:assert/strict'
import { buffer, text } from 'node:stream/consumers'
import { test } from 'node:test'
import fc from 'fast-check'
import readExcel from 'read-excel-file/node'
import yauzl from 'yauzl'
import type { Cell, Column, WritingOptions } from './cells.ts'
import { letters } from './sheet-xml.ts'
import { writeCsv, writeXlsx } from './spreadsheet.ts'

const dakar: WritingOptions = { locale: 'fr', time_zone: 'Africa/Dakar' }
const columns: Column[] = [
  { header: 'Service' },
  { header: 'Visiteurs', kind: 'integer' },
  { header: 'Abandon', kind: 'percent' },
  { header: 'Recette', kind: 'money', currency: 'XOF' },
  { header: 'Frais', kind: 'money', currency: 'EUR' },
  { header: 'Jour', kind: 'date' },
  { header: 'Pris à', kind: 'date_time' },
]
const rows: Cell[][] = [
  ['État civil', 1240, 0.089, 15_000, 1250, '2026-11-14', new Date('2026-11-14T09:05:00Z')],
  ['Œuvres & <Cie>\u202f"ŋ"', 0, 1, -500, -1, '2027-02-28', '2026-12-31T23:59:59Z'],
  [null, null, null, null, null, null, null],
]

/** Sheets as an independent reader of the format finds them. */
function opened(bytes: Buffer): Promise<{ sheet: string; data: unknown[][] }[]> {
  return readExcel(bytes)
}

test('a workbook opens again with the values that went in', async () => {
  const bytes = await buffer(writeXlsx([{ name: 'Novembre', columns, rows }], dakar))
  const [sheet] = await opened(bytes)
  assert.equal(sheet?.sheet, 'Novembre')
  assert.deepEqual(
    sheet?.data[0],
    columns.map(({ header }) => header),
  )
  assert.deepEqual(sheet?.data[1], [
    'État civil',
    1240,
    0.089,
    15_000,
    12.5,
    new Date('2026-11-14T00:00:00Z'),
    new Date('2026-11-14T09:05:00Z'),
  ])
  assert.deepEqual(sheet?.data[2]?.slice(0, 5), ['Œuvres & <Cie>\u202f"ŋ"', 0, 1, -500, -0.01])
})

test('any text survives the way through a workbook', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }), { minLength: 1, maxLength: 20 }),
      async (texts) => {
        const source = texts.map((words) => [words, 1])
        const bytes = await buffer(
          writeXlsx(
            [{ name: 'Textes', columns: [{ header: 'a' }, { header: 'b', kind: 'integer' }], rows: source }],
            dakar,
          ),
        )
        const xml = await partOf(bytes, 'xl/worksheets/sheet1.xml')
        const written = [...xml.matchAll(/<t xml:space="preserve">([^<]*)<\/t>/g)]
          .slice(2)
          .map((found) => unescaped(found[1] as string))
        // Control signs and halves of pairs cannot be written in XML; everything else comes back.
        const kept = texts.map((words) =>
          words.toWellFormed().replace(/[^\t\n\r\u{20}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, ''),
        )
        assert.deepEqual(written, kept)
      },
    ),
    { numRuns: 25 },
  )
})

test('moments are written as the clock of the place showed them, also on the night it is set back', async () => {
  const paris: WritingOptions = { locale: 'fr', time_zone: 'Europe/Paris' }
  const moments = ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', '2026-07-01T22:30:00Z']
  const bytes = await buffer(
    writeXlsx(
      [
        {
          name: 'a',
          columns: [{ header: 'Pris à', kind: 'date_time' }],
          rows: moments.map((moment) => [moment]),
        },
      ],
      paris,
    ),
  )
  const [sheet] = await opened(bytes)
  // Read as UTC because a spreadsheet keeps no zone: what counts is the hour shown.
  assert.deepEqual(
    sheet?.data.slice(1).map(([moment]) => (moment as Date).toISOString().slice(0, 16)),
    ['2026-10-25T02:30', '2026-10-25T02:30', '2026-07-02T00:30'],
  )
})

const hostile = [
  '=HYPERLINK("http://evil.test","Cliquez")',
  '+1+1',
  '-1+cmd|calc',
  '@SUM(1)',
  '\t=1',
  ' =1',
  '\r=1',
  '＝1',
]

test('cells that look like formulas stay text in a workbook, also when they are edited', async () => {
  const bytes = await buffer(
    writeXlsx([{ name: '=1+1', columns: [{ header: '=2' }], rows: hostile.map((words) => [words]) }], dakar),
  )
  const xml = await partOf(bytes, 'xl/worksheets/sheet1.xml')
  assert.doesNotMatch(xml, /<f[ >]/)
  assert.equal(xml.match(/t="inlineStr" s="2"/g)?.length, hostile.length)
  assert.match(await partOf(bytes, 'xl/styles.xml'), /quotePrefix="1"/)
})

test('cells that look like formulas are led by an apostrophe in CSV, numbers are left alone', async () => {
  const csv = await text(
    writeCsv(
      [{ header: 'Nom' }, { header: 'Solde', kind: 'number' }],
      hostile.map((words) => [words, -1.5]),
      dakar,
    ),
  )
  const lines = csv.split('\r\n').slice(1, -1).join('\n')
  for (const words of hostile) assert.ok(lines.includes(`'${words.replaceAll('"', '""')}`), words)
  assert.equal(lines.match(/;-1,5/g)?.length, hostile.length)
})

test('CSV is what the spreadsheets of its readers open by themselves', async () => {
  const line = async (locale: 'fr' | 'en'): Promise<string[]> =>
    (await buffer(writeCsv(columns, rows.slice(0, 1), { ...dakar, locale }))).toString().split('\r\n')
  const french = await line('fr')
  assert.equal(french[0], '\u{FEFF}Service;Visiteurs;Abandon;Recette;Frais;Jour;Pris à')
  assert.equal(french[1], 'État civil;1240;0,089;15000;12,5;2026-11-14;2026-11-14 09:05:00')
  const english = await line('en')
  assert.equal(english[1], 'État civil,1240,0.089,15000,12.5,2026-11-14,2026-11-14 09:05:00')
})

test('fields with separators, quotes and line ends come back whole', async () => {
  const words = 'a;b "c"\r\nd'
  const csv = (await buffer(writeCsv([{ header: 'x' }], [[words]], dakar))).toString()
  assert.equal(csv, `\u{FEFF}x\r\n"a;b ""c""\r\nd"\r\n`)
})

test('rows are fetched only as fast as they are read', async () => {
  for (const write of [
    (source: AsyncIterable<Cell[]>) =>
      writeXlsx([{ name: 'a', columns: [{ header: 'a' }], rows: source }], dakar),
    (source: AsyncIterable<Cell[]>) => writeCsv([{ header: 'a' }], source, dakar),
  ]) {
    let fetched = 0
    let closed = false
    const endless = async function* (): AsyncGenerator<Cell[]> {
      try {
        // Random words do not compress away.
        for (;;) yield [`${++fetched} ${crypto.randomUUID().repeat(20)}`]
      } finally {
        closed = true
      }
    }
    const stream = write(endless())
    const reader = stream[Symbol.asyncIterator]()
    await reader.next()
    // Nobody reads on: fetching comes to rest.
    let before = -1
    while (before !== fetched) {
      before = fetched
      for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate)
    }
    assert.ok(fetched < 4000, `${fetched} rows were fetched for one piece`)
    stream.destroy()
    for (let turn = 0; turn < 200 && !closed; turn++) await new Promise(setImmediate)
    assert.ok(closed, 'who stops reading closes the source')
  }
})

test('a source that fails fails the file instead of ending it early', async () => {
  const failing = async function* (): AsyncGenerator<Cell[]> {
    yield ['a']
    throw new Error('the database went away')
  }
  await assert.rejects(
    buffer(writeXlsx([{ name: 'a', columns: [{ header: 'a' }], rows: failing() }], dakar)),
    /database went away/,
  )
  await assert.rejects(buffer(writeCsv([{ header: 'a' }], failing(), dakar)), /database went away/)
})

test('several sheets keep their order, and names Excel refuses are made acceptable', async () => {
  const sheet = (name: string, value: string): { name: string; columns: Column[]; rows: Cell[][] } => ({
    name,
    columns: [{ header: 'h' }],
    rows: [[value]],
  })
  const bytes = await buffer(
    writeXlsx(
      [sheet('A/B: [x]?', '1'), sheet('a/b: [x]?', '2'), sheet('', '3'), sheet('x'.repeat(40), '4')],
      dakar,
    ),
  )
  const sheets = await opened(bytes)
  assert.deepEqual(
    sheets.map(({ data }) => data[1]?.[0]),
    ['1', '2', '3', '4'],
  )
  const names = sheets.map((one) => one.sheet)
  assert.equal(new Set(names.map((name) => name.toLowerCase())).size, 4)
  for (const name of names) assert.match(name, /^[^[\]:*?/\\]{1,31}$/)
})

test('what exceeds a sheet goes on in another', async () => {
  const many = function* (): Generator<Cell[]> {
    for (let row = 1; row <= 25; row++) yield [row]
  }
  const bytes = await buffer(
    writeXlsx([{ name: 'Long', columns: [{ header: 'n', kind: 'integer' }], rows: many() }], {
      ...dakar,
      rows_per_sheet: 11,
    }),
  )
  const sheets = await opened(bytes)
  assert.deepEqual(
    sheets.map(({ sheet }) => sheet),
    ['Long', 'Long (2)', 'Long (3)'],
  )
  assert.deepEqual(
    sheets.flatMap(({ data }) => data.slice(1).map(([value]) => value)),
    Array.from({ length: 25 }, (_, index) => index + 1),
  )
  for (const { data } of sheets) assert.equal(data[0]?.[0], 'n')
})

test('columns are lettered as spreadsheets do', () => {
  assert.deepEqual([0, 25, 26, 51, 52, 701, 702].map(letters), ['A', 'Z', 'AA', 'AZ', 'BA', 'ZZ', 'AAA'])
})

async function partOf(bytes: Buffer, name: string): Promise<string> {
  const zip = await yauzl.fromBufferPromise(bytes)
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName === name) return text(await zip.openReadStreamPromise(entry))
  }
  throw new Error(`no ${name}`)
}

const unescaped = (words: string): string =>
  words.replace(
    /&(amp|lt|gt|quot);/g,
    (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"' })[name] ?? '',
  )
