import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { bars } from './bars.ts'
import { calibration } from './calibration.ts'
import { fan } from './fan.ts'
import type { FigureOptions } from './figure.ts'
import { funnel } from './funnel.ts'
import { heatmap } from './heatmap.ts'
import { line } from './line.ts'
import { widthOf } from './measure.ts'
import { smallMultiples } from './small-multiples.ts'
import { sparkline } from './sparkline.ts'
import { stackedBars } from './stacked-bars.ts'

const options: FigureOptions = {
  title: 'Waits stayed below fifteen minutes',
  description: 'From 4 to 22 minutes.',
  unit: 'minutes',
  period: '2 to 15 November 2026',
  empty: 'Nobody came',
}
const percent = (ratio: number): string => `${Math.round(ratio * 100)} %`
const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const hour = (value: number): string => `${value}:00`
const days = (count: number): string[] => Array.from({ length: count }, (_, index) => `${index + 1} November`)

/** Every figure, with labels and values of one's choice. */
function everyFigure(
  words: string,
  values: number[],
  more: Partial<FigureOptions> = {},
): Record<string, string> {
  const given = {
    ...options,
    ...more,
    title: words,
    description: words,
    unit: words,
    period: words,
    empty: words,
  }
  const at = (index: number): number => values[index % Math.max(1, values.length)] ?? 0
  return {
    line: line(
      values.map((value) => ({ label: words, value, low: value, high: value, spoken: words })),
      { ...given, words: { value: words, band: words }, target: { value: at(0), label: words } },
    ),
    heatmap: heatmap(
      values.map((value, index) => ({ weekday: (index % 7) + 1, hour: index % 24, value, spoken: words })),
      { ...given, weekdays: weekdays.map(() => words), hour: () => words },
    ),
    funnel: funnel(
      values.map((value) => ({ label: words, value, lost: words, spoken: words })),
      { ...given, percent },
    ),
    small_multiples: smallMultiples(
      [words, words].map((name) => ({
        name,
        note: words,
        spoken: words,
        rows: values.map((value) => ({ label: words, value })),
      })),
      { ...given, level: { value: at(1), label: words } },
    ),
    stacked: stackedBars([{ label: words, counts: values, note: words, spoken: words }], {
      ...given,
      parts: [words, words],
      share: percent,
    }),
    bars: bars(
      values.map((value) => ({ label: words, value, low: value, high: value, note: words, spoken: words })),
      { ...given, mark: { value: at(0), label: words } },
    ),
    fan: fan(
      values.map((value) => ({ label: words, value, spoken: words })),
      values.map((value) => ({
        label: words,
        median: value,
        bands: [{ low: value, high: value }],
        spoken: words,
      })),
      {
        ...given,
        today: words,
        words: { history: words, median: words, bands: [words] },
        level: { value: at(0), label: words },
        range: { from: 0, to: 400, label: words },
      },
    ),
    calibration: calibration(
      values.map((value) => ({ nominal: value, observed: value, low: value, high: value, spoken: words })),
      { ...given, percent, words: { nominal: words, observed: words, perfect: words } },
    ),
    sparkline: sparkline(values, { title: words }),
  }
}

test('the line stands at the values of its axis', () => {
  const svg = line(
    [0, 10, 20].map((value, index) => ({ label: days(3)[index] as string, value, spoken: `${value}` })),
    { ...options, words: { value: 'Median' } },
  )
  const dots = elements(svg, 'circle').map(({ cx, cy }) => [Number(cx), Number(cy)] as const)
  assert.equal(dots.length, 3)
  const ticks = texts(svg).filter(({ words }) => /^\d+$/.test(words))
  const zero = ticks.find(({ words }) => words === '0')
  const twenty = ticks.find(({ words }) => words === '20')
  assert.ok(zero && twenty)
  // Numbers stand 4 px below the line they name.
  assert.ok(Math.abs((dots[0]?.[1] ?? 0) - (zero.y - 4)) < 0.02, 'the value 0 lies on the line of 0')
  assert.ok(Math.abs((dots[2]?.[1] ?? 0) - (twenty.y - 4)) < 0.02, 'the value 20 lies on the line of 20')
  assert.ok(Math.abs((dots[1]?.[1] ?? 0) - (zero.y + twenty.y - 8) / 2) < 0.02, 'half-way is half-way')
  const [left, middle, right] = dots.map(([x]) => x) as [number, number, number]
  assert.ok(Math.abs(middle - left - (right - middle)) < 0.02, 'evenly spaced')
})

test('points go where they say when time is uneven', () => {
  const svg = line(
    [0, 1, 10].map((at) => ({ label: `${at}`, at, value: 1, spoken: '' })),
    { ...options, words: { value: 'Median' } },
  )
  const [first, second, third] = elements(svg, 'circle').map(({ cx }) => Number(cx)) as [
    number,
    number,
    number,
  ]
  assert.ok(Math.abs((third - first) / (second - first) - 10) < 0.05)
})

test('a missing value breaks the line instead of drawing zero', () => {
  const svg = line(
    [4, null, 6, Number.NaN, 8].map((value) => ({ label: 'd', value, spoken: '' })),
    { ...options, words: { value: 'Median' } },
  )
  const path = elements(svg, 'path').find(({ stroke }) => stroke)?.d ?? ''
  assert.equal(path.match(/M/g)?.length, 3)
  assert.equal(elements(svg, 'circle').length, 3)
})

test('the band is drawn only where both its ends are known', () => {
  const draw = (low: number | null): string =>
    line(
      [1, 2].map((value) => ({ label: 'd', value, low, high: 9, spoken: '' })),
      {
        ...options,
        words: { value: 'Median', band: 'Eight in ten' },
      },
    )
  assert.match(draw(0), /Eight in ten/)
  assert.doesNotMatch(draw(null), /Eight in ten/)
})

test('a target above every value is on the axis', () => {
  const svg = line([{ label: 'd', value: 3, spoken: '' }], {
    ...options,
    words: { value: 'Median' },
    target: { value: 90, label: 'Target' },
  })
  const dashed = elements(svg, 'line').find((found) => found['stroke-dasharray'])
  const height = Number(/height="(\d+)"/.exec(svg)?.[1])
  assert.ok(Number(dashed?.y1) > 0 && Number(dashed?.y1) < height / 2)
})

test('a heat map begins on Monday, writes each value and darkens with it', () => {
  const svg = heatmap(
    [
      { weekday: 7, hour: 9, value: 40, spoken: '' },
      { weekday: 1, hour: 8, value: 10, spoken: '' },
      { weekday: 1, hour: 9, value: 0, spoken: '' },
    ],
    { ...options, weekdays, hour, interactive: true },
  )
  const named = texts(svg)
  const y = (words: string): number => named.find((text) => text.words === words)?.y ?? Number.NaN
  assert.ok(y('Mon') < y('Tue') && y('Fri') < y('Sun'))
  assert.ok(Number.isNaN(y('Sat')), 'a closed Saturday takes no line')
  assert.ok(Math.abs(y('Sun') - y('40')) < 2 && Math.abs(y('Mon') - y('10')) < 2)
  const heats = elements(svg, 'rect').flatMap((cell) =>
    cell['fill-opacity'] ? [Number(cell['fill-opacity'])] : [],
  )
  assert.deepEqual(heats, [0.26, 0, 0.8])
})

test('a heat map too wide for a phone stands upright', () => {
  const rows = Array.from({ length: 70 }, (_, index) => ({
    weekday: (index % 7) + 1,
    hour: 8 + Math.floor(index / 7),
    value: 1234,
    spoken: '',
  }))
  const beside = (width: number): boolean => {
    const named = texts(heatmap(rows, { ...options, weekdays, hour, width }))
    const monday = named.find(({ words }) => words === 'Mon')
    const tuesday = named.find(({ words }) => words === 'Tue')
    return monday?.y === tuesday?.y
  }
  assert.equal(beside(360), true)
  assert.equal(beside(1000), false)
})

test('a funnel is measured against its first step and names its losses', () => {
  const svg = funnel(
    [
      { label: 'Joined', value: 200, spoken: '' },
      { label: 'Called', value: 150, lost: '50 left before the call', spoken: '' },
      { label: 'Served', value: 50, lost: '100 absent', spoken: '' },
    ],
    { ...options, percent, width: 400 },
  )
  const drawn = elements(svg, 'rect')
    .filter((rect) => !rect['fill-opacity'])
    .map(({ width }) => Number(width))
  assert.equal(drawn.length, 3)
  assert.ok(Math.abs((drawn[1] ?? 0) / (drawn[0] ?? 1) - 0.75) < 0.01)
  assert.ok(Math.abs((drawn[2] ?? 0) / (drawn[0] ?? 1) - 0.25) < 0.01)
  assert.match(svg, /50 left before the call/)
  assert.match(svg, /150 · 75 %/)
})

test('panels share one scale', () => {
  const svg = smallMultiples(
    [5, 10].map((value) => ({
      name: `to ${value}`,
      note: '',
      spoken: '',
      rows: [0, value].map((at) => ({ label: '', value: at })),
    })),
    options,
  )
  const paths = elements(svg, 'path')
    .filter(({ fill }) => fill === 'none')
    .map(({ d }) => rises(d ?? ''))
  assert.equal(paths.length, 2)
  assert.ok(Math.abs((paths[1] ?? 0) / (paths[0] ?? 1) - 2) < 0.01, 'twice the value, twice the height')
})

test('parts of a bar fill it; too few votes are said instead of drawn', () => {
  const svg = stackedBars(
    [
      { label: 'Passports', counts: [1, 0, 3], spoken: '' },
      { label: 'Weddings', counts: [], hidden: '12 votes: shown from 30', spoken: '' },
    ],
    { ...options, parts: ['bad', 'fair', 'good'], share: percent },
  )
  const filled = elements(svg, 'rect')
    .filter((rect) => rect['stroke-width'] === '1.5')
    .map(({ width }) => Number(width))
  assert.equal(filled.length, 2)
  assert.ok(Math.abs((filled[1] ?? 0) / (filled[0] ?? 1) - 3) < 0.01)
  assert.match(svg, /shown from 30/)
})

test('bars grow both ways from zero, and the mark stands at its value', () => {
  const svg = bars(
    [
      { label: 'a', value: -10, spoken: '' },
      { label: 'b', value: 20, low: 15, high: 40, spoken: '' },
    ],
    { ...options, mark: { value: 0, label: 'today' } },
  )
  const mark = Number(elements(svg, 'line').find((found) => found['stroke-dasharray'])?.x1)
  const [left, right] = elements(svg, 'rect').filter(({ height }) => height === '14') as [Found, Found]
  assert.ok(Math.abs(Number(left.x) + Number(left.width) - mark) < 0.02)
  assert.ok(Math.abs(Number(right.x) - mark) < 0.02)
  assert.ok(Math.abs(Number(right.width) / Number(left.width) - 2) < 0.01)
})

test('a fan keeps wider bands behind narrower ones and begins where history ends', () => {
  const svg = fan(
    [8, 6].map((value) => ({ label: 'd', value, spoken: '' })),
    [5, 4].map((median) => ({
      label: 'd',
      median,
      bands: [1, 2, 3].map((reach) => ({ low: median - reach, high: median + reach })),
      spoken: '',
    })),
    {
      ...options,
      today: 'today',
      words: { history: 'Stock', median: 'Median', bands: ['50 %', '80 %', '95 %'] },
    },
  )
  const bands = elements(svg, 'path').filter((path) => path['fill-opacity'])
  assert.equal(bands.length, 3)
  const [outer, , inner] = bands.map(({ d }) => rises(d ?? '')) as [number, number, number]
  assert.ok(outer > inner)
  const lines = elements(svg, 'path').filter(({ fill }) => fill === 'none')
  const history_end = (lines[0]?.d ?? '').split('L').at(-1)
  const forecast_start = (lines[1]?.d ?? '').split('L')[0]?.slice(1)
  assert.equal(forecast_start, history_end)
})

test('kept as promised lies on the diagonal', () => {
  const svg = calibration([{ nominal: 0.9, observed: 0.9, spoken: '' }], {
    ...options,
    percent,
    words: { nominal: 'promised', observed: 'kept', perfect: 'perfect' },
  })
  const dot = elements(svg, 'circle').find(({ r, stroke }) => r === '5' && stroke)
  const diagonal = elements(svg, 'line').findLast((found) => found['stroke-dasharray'])
  assert.ok(dot && diagonal)
  const share = (Number(dot.cx) - Number(diagonal.x1)) / (Number(diagonal.x2) - Number(diagonal.x1))
  const rise = (Number(diagonal.y1) - Number(dot.cy)) / (Number(diagonal.y1) - Number(diagonal.y2))
  assert.ok(Math.abs(share - 0.9) < 0.01 && Math.abs(rise - 0.9) < 0.01)
})

test('labels of an axis never touch, at any width and number', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 360, max: 1200 }),
      fc.integer({ min: 1, max: 400 }),
      fc.array(fc.string({ minLength: 1, maxLength: 24 }), { minLength: 1, maxLength: 5 }),
      (width, count, names) => {
        const rows = Array.from({ length: count }, (_, index) => ({
          label: names[index % names.length] as string,
          value: index,
          spoken: '',
        }))
        const named = texts(line(rows, { ...options, width, words: { value: 'Median' } }))
        const lowest = Math.max(...named.map(({ y }) => y))
        const axis = named.filter(({ y }) => y === lowest)
        assert.ok(axis.length > 0)
        axis.forEach((text, index) => {
          const next = axis[index + 1]
          if (next)
            assert.ok(
              text.x + text.width / 2 <= next.x - next.width / 2 + 0.05,
              `${text.words} | ${next.words}`,
            )
        })
      },
    ),
    { numRuns: 60 },
  )
})

test('the drawn width is the asked one, between a phone and a wide screen', () => {
  for (const [asked, given] of [
    [100, 360],
    [360, 360],
    [801, 801],
    [5000, 1200],
    [undefined, 720],
  ] as const) {
    for (const [name, svg] of Object.entries(everyFigure('Visits', [1, 2, 3], { width: asked }))) {
      if (name === 'sparkline') continue
      assert.match(svg, new RegExp(`width="${given}"`), name)
      for (const { x, words } of texts(svg))
        assert.ok(x >= -1 && x <= given + 1, `${name}: ${words} at ${x} of ${given}`)
    }
  }
})

test('no text is smaller than twelve', () => {
  for (const heading of [false, true]) {
    for (const svg of Object.values(everyFigure('Visits', [1, 2, 3], { heading, width: 360 })))
      for (const found of svg.matchAll(/font-size="([\d.]+)"/g)) assert.ok(Number(found[1]) >= 12)
  }
})

test('each figure has a name, a description and, when asked, points that speak', () => {
  for (const [name, svg] of Object.entries(
    everyFigure('Visits by day', [0.1, 0.2, 0.3], { interactive: true }),
  )) {
    assert.match(svg, /<title>Visits by day<\/title>/, name)
    if (name === 'sparkline') continue
    assert.match(svg, /<desc>Visits by day<\/desc>/, name)
    assert.match(svg, /^<svg [^>]*role="group"/, name)
    const stops = [
      ...svg.matchAll(/class="plot-point" role="img" tabindex="(-?\d)" aria-label="Visits by day"/g),
    ]
    assert.ok(stops.length > 0, name)
    assert.equal(stops.filter((stop) => stop[1] === '0').length, 1, `${name}: one stop for the tabulator`)
  }
  for (const [name, svg] of Object.entries(everyFigure('Visits', [1, 2]))) {
    assert.match(svg, /^<svg [^>]*role="img"[^>]*aria-label="Visits/, name)
    assert.doesNotMatch(svg, /tabindex/, name)
  }
})

test('nothing at all is said in words', () => {
  for (const [name, svg] of Object.entries(everyFigure('Nobody came', []))) {
    if (name === 'sparkline' || name === 'stacked') continue
    assert.ok(
      texts(svg).some(({ words }) => words === 'Nobody came'),
      name,
    )
  }
  assert.match(stackedBars([], { ...options, parts: [], share: percent }), /Nobody came/)
})

test('paper has colours of its own, pages those of the kit', () => {
  for (const [name, svg] of Object.entries(everyFigure('Visits', [1, 2], { theme: 'paper', heading: true })))
    if (name !== 'sparkline') assert.doesNotMatch(svg, /var\(/, name)
  assert.match(everyFigure('Visits', [1, 2]).line ?? '', /stroke="var\(--plot-1, #0072b2\)"/)
})

test('hostile labels stay text', () => {
  const hostile = `</text><script>alert("1")</script>&\u0000\u0008\uFFFE\uD800 "' onload=x <!-- ]]>`
  for (const interactive of [false, true]) {
    for (const [name, svg] of Object.entries(everyFigure(hostile, [1, 2], { interactive, heading: true }))) {
      assert.doesNotMatch(svg, /<script|<!--/, name)
      // oxlint-disable-next-line no-control-regex
      assert.doesNotMatch(svg, /[\u0000-\u0008\uFFFE]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])/, name)
      wellFormed(svg)
    }
  }
})

test('any words and any numbers give a figure with finite places', () => {
  const value = fc.oneof(
    fc.double(),
    fc.constantFrom(0, -0, 1e300, -1e300, Number.MAX_VALUE, 5e-324, Number.NaN, Number.POSITIVE_INFINITY),
  )
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 40 }),
      fc.array(value, { maxLength: 30 }),
      fc.boolean(),
      (words, values, interactive) => {
        for (const [name, svg] of Object.entries(
          everyFigure(words, values, { interactive, heading: interactive }),
        )) {
          assert.doesNotMatch(
            svg.replace(/<(title|desc|text)[^>]*>[^<]*|aria-label="[^"]*"/g, ''),
            /NaN|Infinity|undefined|null/,
            name,
          )
          wellFormed(svg)
        }
      },
    ),
    { numRuns: 80 },
  )
})

type Found = Record<string, string>

function elements(svg: string, name: string): Found[] {
  return [...svg.matchAll(new RegExp(`<${name} ([^>]*?)/?>`, 'g'))].map((found) =>
    Object.fromEntries(
      [...(found[1] as string).matchAll(/([\w-]+)="([^"]*)"/g)].map((pair) => [pair[1], pair[2]]),
    ),
  )
}

function texts(svg: string): { words: string; x: number; y: number; width: number }[] {
  return [...svg.matchAll(/<text x="([\d.-]+)" y="([\d.-]+)"[^>]*>([^<]*)<\/text>/g)].map((found) => {
    const words = (found[3] as string).replace(
      /&(amp|lt|gt|quot|#39);/g,
      (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[name] ?? '',
    )
    return { words, x: Number(found[1]), y: Number(found[2]), width: widthOf(words) }
  })
}

/** Height of a path, between its highest and its lowest point. */
function rises(path: string): number {
  const ys = [...path.matchAll(/[\d.-]+,([\d.-]+)/g)].map((found) => Number(found[1]))
  return Math.max(...ys) - Math.min(...ys)
}

/** Every element that opens closes, in order, and nothing else looks like markup. */
function wellFormed(svg: string): void {
  const open: string[] = []
  const rest = svg.replace(
    /<(\/?)([a-z]+)((?: [\w-]+="[^"<]*")*)(\/?)>/g,
    (_, closing, name: string, _attributes, empty) => {
      if (closing) assert.equal(open.pop(), name)
      else if (!empty) open.push(name)
      return ''
    },
  )
  assert.deepEqual(open, [])
  assert.doesNotMatch(rest, /[<>]/)
}
