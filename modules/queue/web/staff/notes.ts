const longest = 500

/** A note follows the ones before it; nothing to save when nothing was added. */
export function joinNotes(before: string | null, added: string): string | undefined {
  const words = added.trim()
  if (!words) return undefined
  return (before ? `${before}\n${words}` : words).slice(-longest)
}
