export interface Hall {
  /** Of the panel, corner to corner. */
  diagonal_inches: number
  farthest_metres: number
}

export interface BoardSizes {
  /** Font sizes and heights in CSS pixels. */
  row_font: number
  row_height: number
  rows: number
  takeover_font: number
  portrait: boolean
}

/** A living-room panel and a small hall, where nobody measured. */
export const usualHall: Hall = { diagonal_inches: 43, farthest_metres: 5 }

/** EN 301 549 §5.1.4: a capital's height is seen under 0.7° at least. */
const capital_mm_per_metre = 12.2
/** Signage that calls attention: 3 % of the reading distance. */
const calling_mm_per_metre = 30
/** Height of a capital or figure in system fonts, as a part of the font size. */
const capital_part = 0.7
/** Width of one character of a ticket's number, likewise. */
export const figure_width = 0.62
const most_rows = 5
const least_row_part = 0.16
const least_takeover_part = 0.4

/** Letters large enough for the farthest seat, as far as the panel allows. */
export function boardSizes(hall: Hall, screen: { width: number; height: number }, longest_number: number): BoardSizes {
  const { width, height } = screen
  const portrait = height > width
  const pixels_per_mm = Math.hypot(width, height) / (hall.diagonal_inches * 25.4)
  const fontFor = (mm_per_metre: number) => (hall.farthest_metres * mm_per_metre * pixels_per_mm) / capital_part

  // On a portrait panel the width is what is scarce: parts are taken of the shorter side.
  const reach = Math.min(height, width)
  const list_height = height * (portrait ? 0.66 : 0.88)
  const list_width = width * (portrait ? 0.94 : 0.7)
  // Number and counter share a row; the counter's name is set smaller when it is long.
  const widest_row_font = (list_width * 0.46) / (longest_number * figure_width)
  const row_font = Math.min(Math.max(fontFor(capital_mm_per_metre), reach * 0.09), widest_row_font, list_height * 0.5)
  const least_height = Math.max(row_font * 1.12, height * (portrait ? 0.1 : least_row_part))
  const rows = Math.max(1, Math.min(most_rows, Math.floor(list_height / least_height)))

  const widest_takeover_font = (width * 0.92) / (longest_number * figure_width)
  const takeover_font = Math.min(
    Math.max(fontFor(calling_mm_per_metre), height * least_takeover_part),
    widest_takeover_font,
    height * 0.55,
  )
  return {
    row_font: Math.floor(row_font),
    row_height: Math.floor(list_height / rows),
    rows,
    takeover_font: Math.floor(takeover_font),
    portrait,
  }
}

/** The largest font, up to `most`, in which a line of text fits a width; bold text is about this wide. */
export const fitting = (text: string, most: number, width: number): number =>
  Math.floor(Math.min(most, width / Math.max(1, text.length * 0.6)))
