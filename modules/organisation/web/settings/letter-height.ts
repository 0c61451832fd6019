/** EN 301 549, 5.1.4: a capital H seen under 0.7° at least, which is 12.2 mm for each metre of distance. */
const mm_per_metre = 12.2

/** How high capitals must be, and which share of a 16:9 screen's height that is. */
export function letterHeight(
  diagonal_inches: number,
  metres: number,
): { millimetres: number; share: number } {
  const millimetres = mm_per_metre * metres
  const screen_mm = (diagonal_inches * 25.4 * 9) / Math.hypot(16, 9)
  return { millimetres, share: millimetres / screen_mm }
}
