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
      // Plain, sunken and raised grounds of both themes, and the text on a button of that colour.
      for (const other of ['#ffffff', '#eef1f4'])
        assert.ok(contrast(light, other) >= 4.5, `${chosen} gives ${light} on ${other}`)
      for (const other of ['#0f1720', '#1d2935', '#08191a'])
        assert.ok(contrast(dark, other) >= 4.5, `${chosen} gives ${dark} on ${other}`)
    }),
    { numRuns: 500 },
  )
})

test('a colour that is readable already is kept', () => {
  fc.assert(
    fc.property(colour, (chosen) => {
      const { light, dark } = readableAccent(chosen)
      // Well readable, that is: also on a ground tinted with itself.
      if (contrast(chosen, '#ffffff') >= 5.6) assert.equal(light, chosen)
      if (contrast(chosen, '#0f1720') >= 9) assert.equal(dark, chosen)
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
