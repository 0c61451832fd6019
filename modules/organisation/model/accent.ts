/** What a tenant's colour is written on, or has written on it, in one theme; as the browser's style sheet has them. */
interface Theme {
  grounds: readonly string[]
  /** The ground that is tinted with the colour itself, and by how much. */
  tinted: string
  share: number
  /** Text on a button of this colour. */
  on_accent: string
}
const day: Theme = {
  grounds: ['#ffffff', '#f5f7f8', '#eef1f4'],
  tinted: '#ffffff',
  share: 0.09,
  on_accent: '#ffffff',
}
const night: Theme = {
  grounds: ['#0f1720', '#16202b', '#1d2935'],
  tinted: '#1d2935',
  share: 0.15,
  on_accent: '#08191a',
}
/** WCAG 2.2, criterion 1.4.3, for text of ordinary size. */
const least_contrast = 4.5

type Triple = [number, number, number]

/**
 * A colour made readable wherever light and dark pages use it. Only its OKLCH lightness is stepped, and
 * its chroma where the screen cannot show so much of it: the eye still sees the organisation's colour.
 */
export function readableAccent(colour: string): { light: string; dark: string } {
  return { light: step(colour, day, -0.01), dark: step(colour, night, 0.01) }
}

function step(colour: string, theme: Theme, by: number): string {
  if (isReadable(colour, theme)) return colour.toLowerCase()
  const [lightness, chroma, hue] = oklchOf(colour)
  for (let now = lightness; now >= 0 && now <= 1; now += by) {
    const candidate = showable(now, chroma, hue)
    if (isReadable(candidate, theme)) return candidate
  }
  return by < 0 ? '#000000' : '#ffffff'
}

const isReadable = (colour: string, { grounds, tinted, share, on_accent }: Theme): boolean =>
  [...grounds, mixed(colour, tinted, share), on_accent].every(
    (other) => contrast(colour, other) >= least_contrast,
  )

/** As `color-mix(in srgb, …)` does it. */
function mixed(colour: string, ground: string, share: number): string {
  const part = (text: string, at: number) => Number.parseInt(text.slice(at, at + 2), 16)
  return `#${[1, 3, 5]
    .map((at) =>
      Math.round(part(colour, at) * share + part(ground, at) * (1 - share))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`
}

/** Contrast ratio of WCAG 2.2. */
export function contrast(one: string, other: string): number {
  const [high, low] = [luminance(one), luminance(other)].toSorted((a, b) => b - a) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

function luminance(colour: string): number {
  const [red, green, blue] = linearOf(colour)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

const linearOf = (colour: string): Triple =>
  [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }) as Triple

/** Matrices of Björn Ottosson's Oklab, https://bottosson.github.io/posts/oklab/. */
function oklchOf(colour: string): Triple {
  const [red, green, blue] = linearOf(colour)
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s
  const b = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s
  return [0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s, Math.hypot(a, b), Math.atan2(b, a)]
}

function linearFrom(lightness: number, chroma: number, hue: number): Triple {
  const a = chroma * Math.cos(hue)
  const b = chroma * Math.sin(hue)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ]
}

/** The nearest colour of this lightness and hue that a screen can show. */
function showable(lightness: number, chroma: number, hue: number): string {
  for (let now = chroma; now > 0; now -= 0.005) {
    const linear = linearFrom(lightness, now, hue)
    if (linear.every((value) => value >= -0.0005 && value <= 1.0005)) return hexOf(linear)
  }
  return hexOf(linearFrom(lightness, 0, hue))
}

const hexOf = (linear: Triple): string =>
  `#${linear
    .map((value) => {
      const inside = Math.min(1, Math.max(0, value))
      const shown = inside <= 0.0031308 ? inside * 12.92 : 1.055 * inside ** (1 / 2.4) - 0.055
      return Math.round(shown * 255)
        .toString(16)
        .padStart(2, '0')
    })
    .join('')}`
