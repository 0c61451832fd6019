import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ProductRow } from '../../catalogue/contract.ts'
import { addLine, totalOf } from './lines.ts'

const product = (id: string, price_minor: number) => ({ id, price_minor }) as ProductRow

test('a product scanned again is one more of it; a carton counts as what it holds', () => {
  let lines = addLine([], product('a', 500), 1)
  lines = addLine(lines, product('b', 1_250), 24)
  lines = addLine(lines, product('a', 500), 1)
  assert.deepEqual(
    lines.map((line) => [line.product.id, line.quantity]),
    [
      ['a', 2],
      ['b', 24],
    ],
  )
  assert.equal(totalOf(lines), 31_000)
  assert.equal(totalOf([{ ...lines[0]!, quantity: 1.25, price: 333 }]), 416)
})
