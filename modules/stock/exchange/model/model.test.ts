import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { columnLetter, findHeader, guessColumns } from './columns.ts'
import { decodeText, findDelimiter, kindOfBytes, parseDelimited } from './text-file.ts'
import { isFormula, readDate, readNumber, readUnit } from './values.ts'

const today = '2026-03-10'

test('numbers as the French write them', () => {
  const cases: [string, number][] = [
    ['1 234,50', 1234.5],
    ['1\u202f234,50', 1234.5],
    ['1\u00a0234,50 F CFA', 1234.5],
    ['1.234,50', 1234.5],
    ['1,234.50', 1234.5],
    ['12,5', 12.5],
    ['-3', -3],
    ['(3)', -3],
    ['1 234 567', 1234567],
    ['1.250', 1250],
    ['0,250', 0.25],
    ['15 000 €', 15000],
  ]
  for (const [written, value] of cases)
    assert.equal((readNumber(written) as { value: number }).value, value, written)
  assert.equal((readNumber('1,250') as { doubt?: string }).doubt, 'decimal_or_group')
  assert.equal((readNumber('1.250') as { doubt?: string }).doubt, 'decimal_or_group')
  for (const written of ['abc', '12a', '1..2..x', '']) assert.ok('refused' in readNumber(written), written)
})

test('05/03 is 5 March; days that do not exist and days to come are refused', () => {
  assert.deepEqual(readDate('05/03/2026', today), { value: '2026-03-05' })
  assert.deepEqual(readDate('05/03', today), { value: '2026-03-05', doubt: 'year_assumed' })
  assert.deepEqual(readDate('24/12', today), { value: '2025-12-24', doubt: 'year_assumed' })
  assert.deepEqual(readDate('5 mars 2026', today), { value: '2026-03-05' })
  assert.deepEqual(readDate('05.03.26', today), { value: '2026-03-05' })
  assert.deepEqual(readDate('2026-03-05 14:00', today), { value: '2026-03-05' })
  assert.deepEqual(readDate('31/02/2026', today), { refused: 'impossible_date' })
  assert.deepEqual(readDate('03/25/2026', today), { refused: 'impossible_date' })
  assert.deepEqual(readDate('11/03/2026', today), { refused: 'future_date' })
  assert.deepEqual(readDate('demain', today), { refused: 'not_a_date' })
})

test('units by their usual names', () => {
  assert.deepEqual(readUnit('Pièces'), { value: 'piece' })
  assert.deepEqual(readUnit('m²'), { value: 'm2' })
  assert.deepEqual(readUnit('Sac'), { value: 'bag' })
  assert.deepEqual(readUnit('brouette'), { refused: 'unknown_unit' })
})

test('formulas are told from negative numbers', () => {
  for (const formula of ['=A1*2', '@SUM(A1)', '+A1', '=1+1', '-A1']) assert.ok(isFormula(formula), formula)
  for (const plain of ['-3', '- 3', '+221', 'a=b', '', '-', '-,5']) assert.ok(!isFormula(plain), plain)
})

test('text is decoded by what its bytes are', () => {
  assert.deepEqual(decodeText(Buffer.from('é;1', 'utf8')), { text: 'é;1', encoding: 'utf-8' })
  assert.deepEqual(decodeText(Buffer.from([0xe9, 0x3b, 0x80])), { text: 'é;€', encoding: 'windows-1252' })
  assert.equal(kindOfBytes(Buffer.from('PK\u0003\u0004')), 'zip')
  assert.equal(kindOfBytes(Buffer.from([0xd0, 0xcf, 0x11, 0xe0])), 'old_excel')
  assert.equal(kindOfBytes(Buffer.from('a;b')), 'text')
})

test('the delimiter is the sign that cuts lines alike', () => {
  assert.equal(findDelimiter('a;b;c\n1,5;2,5;3\n1,25;2;3,75'), ';')
  assert.equal(findDelimiter('a,b\n1,2\n3,4'), ',')
  assert.equal(findDelimiter('a\tb\n1,5\t2'), '\t')
})

test('quotes, doubled quotes and line ends inside cells survive', () => {
  assert.deepEqual(parseDelimited('a;"b;c"\r\n"d ""e""";"f\ng"\r\n', ';'), [
    ['a', 'b;c'],
    ['d "e"', 'f\ng'],
  ])
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.string(), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 }),
      (rows) => {
        const wanted = rows.map((row) => row.map((cell) => `x${cell}`))
        const text = wanted
          .map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(';'))
          .join('\n')
        assert.deepEqual(parseDelimited(text, ';'), wanted)
      },
    ),
  )
})

test('the header is found below a title, and merged heads go before their columns', () => {
  const sheet = [
    ['Quincaillerie de Pikine', '', '', ''],
    ['', '', '', ''],
    ['Article', '', 'Stock', ''],
    ['Réf.', 'Désignation', 'Quantité', 'Prix de vente'],
    ['C1', 'Ciment', '10', '4 500'],
  ]
  const { row, headers } = findHeader(sheet)
  assert.equal(row, 3)
  assert.deepEqual(headers, [
    'Article · Réf.',
    'Article · Désignation',
    'Stock · Quantité',
    'Stock · Prix de vente',
  ])
  assert.deepEqual(guessColumns(headers, 'stock'), ['sku', 'name', 'quantity', 'price'])
  assert.equal(columnLetter(27), 'AB')
})
