export interface Hall {
  /** Of the panel, corner to corner. */
  diagonal_inches: number
  farthest_metres: number
}

/** In CSS pixels. */
export interface BoardSizes {
  portrait: boolean
  list_width: number
  /** Of the list's first line, with the names of its columns. */
  heading_height: number
  gap: number
  row_font: number
  row_height: number
  rows: number
  number_width: number
  takeover_font: number
}

/** A living-room panel and a small hall, where nobody measured. */
export const usualHall: Hall = { diagonal_inches: 43, farthest_metres: 5 }

/** EN 301 549 §5.1.4: a capital's height is seen under 0.7° at least. */
const capital_mm_per_metre = 12.2
/** Signage that calls attention: 3 % of the reading distance. */
const calling_mm_per_metre = 30
/** Height of a capital or figure in system fonts, as a part of the font size. */
const capital_part = 0.7
const most_rows = 5
const least_row_part = 0.16
const least_takeover_part = 0.4

/** Of the figures 0 to 9, of capitals and of small letters in bold system fonts, as a part of the font size. */
const widths: readonly (readonly [RegExp, number])[] = [
  [/[0-9]/, 0.62],
  [/[MWm]/, 1],
  [/[IJijl' .]/, 0.36],
  [/[A-ZÀ-Ü]/, 0.72],
]
const usual_width = 0.6

/** How wide a line of bold text is, in parts of its font size. */
export const widthOf = (text: string): number =>
  Array.from(text).reduce(
    (sum, character) => sum + (widths.find(([kind]) => kind.test(character))?.[1] ?? usual_width),
    0,
  )

/** The largest font, up to `most`, in which a line of bold text fits a width. */
export const fitting = (text: string, most: number, width: number): number =>
  Math.floor(Math.min(most, width / Math.max(0.5, widthOf(text))))

/** Where the widest number may be about this wide, it need not be measured. */
const widest_usual = widthOf('M000')

/** Letters large enough for the farthest seat, as far as the panel allows. `numbers` are those to be shown. */
export function boardSizes(
  hall: Hall,
  screen: { width: number; height: number },
  numbers: readonly string[],
): BoardSizes {
  const { width, height } = screen
  const portrait = height > width
  const pixels_per_mm = Math.hypot(width, height) / (hall.diagonal_inches * 25.4)
  const fontFor = (mm_per_metre: number) =>
    (hall.farthest_metres * mm_per_metre * pixels_per_mm) / capital_part
  const widest = Math.max(widest_usual, ...numbers.map(widthOf))

  const list_height = Math.floor(height * (portrait ? 0.68 : 0.88))
  const list_width = Math.floor(width * (portrait ? 1 : 0.72))
  const gap = Math.floor(list_width * 0.03)
  // Number and counter share a row; the counter's name is set smaller when it is long.
  const widest_row_font = (list_width * 0.46) / widest
  const row_font = Math.floor(
    Math.min(
      Math.max(fontFor(capital_mm_per_metre), Math.min(height, width) * 0.09),
      widest_row_font,
      list_height * 0.5,
    ),
  )
  const least_height = Math.max(row_font * 1.06, height * (portrait ? 0.1 : least_row_part))
  const rows = Math.max(1, Math.min(most_rows, Math.floor(list_height / least_height)))
  const takeover_font = Math.floor(
    Math.min(
      Math.max(fontFor(calling_mm_per_metre), height * least_takeover_part),
      (width * 0.92) / widest,
      height * (portrait ? 0.4 : 0.5),
    ),
  )
  return {
    portrait,
    list_width,
    heading_height: height - list_height - (portrait ? Math.floor(height * 0.27) : 0),
    gap,
    row_font,
    row_height: Math.floor(list_height / rows),
    rows,
    number_width: Math.ceil(row_font * widest) + gap * 2,
    takeover_font,
  }
}
