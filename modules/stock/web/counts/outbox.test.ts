import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Count, CountLine } from '../../counts/contract.ts'
import { decide, enter, settle, shownLines, toSend } from './outbox.ts'

const at = (second: number) => new Date(1_770_000_000_000 + second * 1_000)
const line = (id: string, fields: Partial<CountLine> = {}) =>
  ({ id, revision: 0, counted: null, ...fields }) as CountLine

test('fifty lines counted without network are sent once, and once only', () => {
  let entries = {}
  const lines = Array.from({ length: 50 }, (_, n) => line(`l${n}`))
  for (const [n, one] of lines.entries()) entries = enter(entries, one, n, at(n))
  const sent = toSend(entries)
  assert.equal(sent.length, 50)
  entries = settle(entries, sent, {
    taken: sent.map(({ line_id }) => ({ line_id, revision: 1 })),
    conflicts: [],
  })
  assert.equal(toSend(entries).length, 0)
  assert.deepEqual(shownLines({ items: lines } as unknown as Count, entries)[7], {
    line: lines[7],
    counted: 7,
    state: 'sent',
  })
})

test('a line counted again while the answer travels is still to be sent, on the new revision', () => {
  let entries = enter({}, line('a'), 4, at(0))
  const sent = toSend(entries)
  entries = enter(entries, line('a'), 5, at(1))
  entries = settle(entries, sent, { taken: [{ line_id: 'a', revision: 1 }], conflicts: [] })
  assert.deepEqual(
    toSend(entries).map(({ counted, revision }) => [counted, revision]),
    [[5, 1]],
  )
})

test('a conflict waits for a person: mine goes on top, theirs replaces', () => {
  const before = enter({}, line('a'), 4, at(0))
  const conflict = settle(before, toSend(before), {
    taken: [],
    conflicts: [{ line_id: 'a', counted: 6, counted_by: 'Penda', revision: 2 }],
  })
  assert.deepEqual(
    [toSend(conflict).length, shownLines({ items: [line('a')] } as unknown as Count, conflict)[0]!.state],
    [0, 'conflict'],
  )
  assert.deepEqual(
    toSend(decide(conflict, 'a', 'mine', at(9))).map((one) => [one.counted, one.revision]),
    [[4, 2]],
  )
  const theirs = decide(conflict, 'a', 'theirs', at(9))
  assert.deepEqual([theirs['a']!.counted, theirs['a']!.state], [6, 'sent'])
})

test('what others counted later is shown once it is known', () => {
  const entries = settle(enter({}, line('a'), 4, at(0)), toSend(enter({}, line('a'), 4, at(0))), {
    taken: [{ line_id: 'a', revision: 1 }],
    conflicts: [],
  })
  const [shown] = shownLines({ items: [line('a', { counted: 9, revision: 2 })] } as unknown as Count, entries)
  assert.deepEqual([shown!.counted, shown!.state], [9, 'sent'])
})
