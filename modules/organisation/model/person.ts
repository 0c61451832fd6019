/** A name as it is searched: `Aïssatou Gaye` is found by `aissatou g`. */
export const nameKey = (name: string): string =>
  name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim()

/** Numbers of Réunion are dialled like French ones, and have their own country code. */
const reunion = /^0?(262|263|692|693)/

/**
 * A phone number in E.164, from what people type: `77 123 45 67`, `00221 77…`, `06 12 34 56 78`, and `6 12 34…`
 * where `+33` stands before the field.
 * @returns null when it cannot be one, and for a national number of a country whose rule is not known
 */
export function normalisePhone(text: string, country: string): string | null {
  const digits = text.replace(/[\s().-]/g, '')
  const international = digits.startsWith('00') ? `+${digits.slice(2)}` : digits
  if (international.startsWith('+')) return /^\+[1-9]\d{6,14}$/.test(international) ? international : null
  if (country === 'SN') return /^[37]\d{8}$/.test(digits) ? `+221${digits}` : null
  if (country !== 'FR' || !/^0?[1-9]\d{8}$/.test(digits)) return null
  return `${reunion.test(digits) ? '+262' : '+33'}${digits.replace(/^0/, '')}`
}

/** The beginning of a phone number in the form in which it is stored, or null when the text is not one. */
export function phoneStart(text: string, country: 'SN' | 'FR'): string | null {
  const digits = text.replace(/[\s().-]/g, '')
  if (!/^\+?\d{2,15}$/.test(digits)) return null
  if (digits.startsWith('+')) return digits
  if (digits.startsWith('00')) return `+${digits.slice(2)}`
  if (country === 'SN') return `+221${digits}`
  return `${reunion.test(digits) ? '+262' : '+33'}${digits.replace(/^0/, '')}`
}
