import assert from 'node:assert/strict'
import { test } from 'node:test'
import { boardSizes, fitting, widthOf } from './board-sizes.ts'

const full_hd = { width: 1920, height: 1080 }
const numbers = ['A042', 'M128']

test('43 inches read from 5 metres: capitals of 61 mm, a takeover of 40 % of the height', () => {
  const sizes = boardSizes({ diagonal_inches: 43, farthest_metres: 5 }, full_hd, numbers)
  const mm_per_pixel = (43 * 25.4) / Math.hypot(1920, 1080)
  assert.ok(sizes.row_font * 0.7 * mm_per_pixel >= 60.5, `${sizes.row_font * 0.7 * mm_per_pixel} mm`)
  assert.ok(sizes.takeover_font >= 0.4 * 1080)
  assert.equal(sizes.rows, 5)
  assert.ok(sizes.row_height >= 0.16 * 1080)
})

test('a larger panel or a nearer seat needs smaller parts, a farther one fewer rows', () => {
  const near = boardSizes({ diagonal_inches: 65, farthest_metres: 3 }, full_hd, numbers)
  const far = boardSizes({ diagonal_inches: 43, farthest_metres: 12 }, full_hd, numbers)
  assert.ok(near.row_font < far.row_font)
  assert.ok(far.rows < near.rows)
})

test('nothing is wider or higher than the panel, whatever it is told', () => {
  for (const screen of [
    full_hd,
    { width: 1080, height: 1920 },
    { width: 1366, height: 768 },
    { width: 3840, height: 2160 },
    { width: 1024, height: 768 },
  ]) {
    for (const farthest_metres of [1, 5, 40]) {
      for (const diagonal_inches of [7, 43, 200]) {
        const sizes = boardSizes({ diagonal_inches, farthest_metres }, screen, ['MW1000'])
        const told = JSON.stringify({ screen, farthest_metres, diagonal_inches, sizes })
        assert.ok(sizes.number_width < sizes.list_width, told)
        assert.ok(sizes.rows * sizes.row_height + sizes.heading_height <= screen.height, told)
        assert.ok(sizes.row_font <= sizes.row_height, told)
        assert.ok(sizes.takeover_font * widthOf('MW1000') <= screen.width, told)
      }
    }
  }
})

test('a long name is set smaller, a short one no larger than wanted', () => {
  assert.equal(fitting('Box 2', 100, 10_000), 100)
  assert.ok(fitting('Bureau de l’état civil et des élections', 100, 900) < 50)
})
