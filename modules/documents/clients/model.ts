/** What programs and systems leave behind in folders. */
export const isIgnored = (name: string): boolean =>
  name.startsWith('.') ||
  name.startsWith('~$') ||
  /^(thumbs\.db|desktop\.ini)$/i.test(name) ||
  /\.(tmp|part|crdownload)$/i.test(name)

const readable = (name: string): string =>
  name
    .toWellFormed()
    .normalize('NFC')
    .replace(/\p{Cc}/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()

/** A folder's name as that of a client. */
export const clientName = (name: string): string => readable(name).slice(0, 120) || '-'

/** A file's name as a list shows it. */
export const shownName = (name: string): string => readable(name).slice(0, 255) || '-'

/** A file still being written would be read half: it is left until it has been still for a moment. */
export function settled(stamp: string, now: Date): boolean {
  const changed_ms = Number(stamp.slice(stamp.lastIndexOf('-') + 1))
  return now.getTime() - changed_ms > 3_000
}
