import type { Text } from '@guichet/kit/texts'

/** The same words as on the visitor's own page. */
export function rangeText(
  text: Text,
  { from_minutes, to_minutes }: { from_minutes: number; to_minutes: number },
): string {
  const to = minutesText(to_minutes)
  if (from_minutes === 0) return text('visitor.range.under', { to })
  return text('visitor.range.between', {
    from: to_minutes < 60 ? String(from_minutes) : minutesText(from_minutes),
    to,
  })
}

function minutesText(minutes: number): string {
  if (minutes < 60) return `${minutes}\u00a0min`
  const rest = minutes % 60
  return `${Math.floor(minutes / 60)}\u00a0h${rest === 0 ? '' : `\u00a0${String(rest).padStart(2, '0')}`}`
}
