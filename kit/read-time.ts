/** "8", "8h", "8h30", "0830", "8:30" to "08:30"; `null` for what is no time of day. */
export function readTime(written: string): string | null {
  const plain = written.trim().toLowerCase()
  const parts = /^(\d{1,2})(?:\s*[h:.]\s*(\d{0,2}))?$/.exec(plain) ?? /^(\d{1,2})(\d{2})$/.exec(plain)
  if (!parts) return null
  const hours = Number(parts[1])
  const minutes = Number(parts[2] || 0)
  // "8h3" is still being written; "24:00" closes a day that has no night.
  if (parts[2]?.length === 1 || minutes > 59 || hours > 24 || (hours === 24 && minutes > 0)) return null
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`
}
