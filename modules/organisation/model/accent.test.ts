import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { contrast, readableAccent } from './accent.ts'

const colour = fc
  .integer({ min: 0, max: 0xff_ff_ff })
  .map((value) => `#${value.toString(16).padStart(6, '0')}`)

test('contrast is that of WCAG', () => {
  assert.equal(contrast('#000000', '#ffffff'), 21)
  assert.equal(contrast('#777777', '#ffffff').toFixed(2), '4.48')
})

test('every colour becomes readable on white and on the dark ground', () => {
  fc.assert(
    fc.property(colour, (chosen) => {
      const { light, dark } = readableAccent(chosen)
      for (const result of [light, dark]) assert.match(result, /^#[0-9a-f]{6}$/)
      assert.ok(contrast(light, '#ffffff') >= 4.5, `${chosen} gives ${light}`)
      assert.ok(contrast(dark, '#0f1720') >= 4.5, `${chosen} gives ${dark}`)
    }),
    { numRuns: 500 },
  )
})

test('a colour that is readable already is kept', () => {
  fc.assert(
    fc.property(colour, (chosen) => {
      const { light, dark } = readableAccent(chosen)
      if (contrast(chosen, '#ffffff') >= 4.5) assert.equal(light, chosen)
      if (contrast(chosen, '#0f1720') >= 4.5) assert.equal(dark, chosen)
    }),
  )
})

test('a bright yellow stays a yellow', () => {
  const { light, dark } = readableAccent('#FFD400')
  assert.equal(dark, '#ffd400')
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(light.slice(at, at + 2), 16)) as [
    number,
    number,
    number,
  ]
  assert.ok(red > blue && green > blue, light)
})
