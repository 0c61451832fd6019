import { useFormats, useText } from '@guichet/kit/texts'

/** Seconds as whole minutes: "12 min", "< 1 min", or a dash where nothing was measured. */
export function useMinutes(): (seconds: number | null) => string {
  const text = useText('queue')
  const formats = useFormats()
  return (seconds) => {
    if (seconds === null) return '–'
    return seconds < 60 ? text('live.under_a_minute') : formats.duration(seconds / 60)
  }
}
