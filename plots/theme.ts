export type ThemeName = 'page' | 'paper'

/** Colours of one ground. On pages they are the kit's custom properties and follow light and dark. */
export interface Theme {
  ink: string
  muted: string
  line: string
  control: string
  surface: string
  accent: string
  /** Okabe and Ito's blue, vermillion, green and purple: told apart by colour-blind readers, 3:1 on the ground. */
  series: readonly [string, string, string, string]
  /** Worst to best of five; each reads with `ink` upon it at 4.5:1. */
  ratings: readonly [string, string, string, string, string]
  /** The one hue of a heat map, laid on with more or less opacity; `ink` reads on it up to `heat_limit`. */
  heat: string
  font: string | undefined
}

/** Up to this opacity the ink keeps 4.5:1 on the heat's hue, on the light ground and on the dark one. */
export const heat_limit = 0.8

const light = {
  ink: '#16202b',
  muted: '#4a5766',
  line: '#dde3e8',
  control: '#7d8896',
  surface: '#ffffff',
  accent: '#0b6e6e',
  series: ['#0072b2', '#d55e00', '#009e73', '#a8497f'],
  ratings: ['#ea7b3b', '#f4b48f', '#d5dbe1', '#8fc1e3', '#4a9fd4'],
  heat: '#0072b2',
} as const

export const paper: Theme = { ...light, font: 'Helvetica, Arial, sans-serif' }

const page: Theme = {
  ink: `var(--ink, ${light.ink})`,
  muted: `var(--muted, ${light.muted})`,
  line: `var(--line, ${light.line})`,
  control: `var(--control, ${light.control})`,
  surface: `var(--surface, ${light.surface})`,
  accent: `var(--accent, ${light.accent})`,
  series: [
    `var(--plot-1, ${light.series[0]})`,
    `var(--plot-2, ${light.series[1]})`,
    `var(--plot-3, ${light.series[2]})`,
    `var(--plot-4, ${light.series[3]})`,
  ],
  ratings: [
    `var(--plot-rating-1, ${light.ratings[0]})`,
    `var(--plot-rating-2, ${light.ratings[1]})`,
    `var(--plot-rating-3, ${light.ratings[2]})`,
    `var(--plot-rating-4, ${light.ratings[3]})`,
    `var(--plot-rating-5, ${light.ratings[4]})`,
  ],
  heat: light.heat,
  font: undefined,
}

export function themeOf(name: ThemeName = 'page'): Theme {
  return name === 'paper' ? paper : page
}
