import assert from 'node:assert/strict'
import { test } from 'node:test'
import { csvOf } from './figure-download.ts'

const columns = [
  { header: 'Service', value: (row: { name: string; wait: number | null }) => row.name },
  { header: 'Attente', value: (row: { name: string; wait: number | null }) => row.wait },
]

test('a figure becomes a CSV that a French spreadsheet opens by itself', () => {
  assert.equal(
    csvOf(
      columns,
      [
        { name: 'État civil', wait: 12.5 },
        { name: 'Caisse', wait: null },
      ],
      'fr',
    ),
    '\u{FEFF}Service;Attente\r\nÉtat civil;12,5\r\nCaisse;\r\n',
  )
  assert.equal(
    csvOf(columns, [{ name: 'Civil', wait: 12.5 }], 'en'),
    '\u{FEFF}Service,Attente\r\nCivil,12.5\r\n',
  )
})

test('names that look like formulas or hold separators stay text', () => {
  const names = ['=HYPERLINK("http://x")', '+33', '@SUM(A1)', 'a;b', 'say "hi"']
  const lines = csvOf(
    [columns[0]!],
    names.map((name) => ({ name, wait: null })),
    'fr',
  )
    .trim()
    .split('\r\n')
    .slice(1)
  assert.deepEqual(lines, [`"'=HYPERLINK(""http://x"")"`, `'+33`, `'@SUM(A1)`, '"a;b"', '"say ""hi"""'])
})
