import { isValidPhoneNumber, parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js'

/** The number in E.164, read as dialled in this country; null when it cannot exist. */
export function phoneNumber(text: string, country: string): string | null {
  const read = parsePhoneNumberFromString(text, country as CountryCode)
  return read && isValidPhoneNumber(read.number) ? read.number : null
}
