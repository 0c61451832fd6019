/** Checks of the numbers by which people, companies and accounts are known. All take digits and letters only. */

/** Luhn (ISO/IEC 7812-1): every second digit from the right is doubled. */
export function luhn(digits: string): boolean {
  let sum = 0
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits[digits.length - 1 - index])
    const twice = index % 2 === 1 ? digit * 2 : digit
    sum += twice > 9 ? twice - 9 : twice
  }
  return digits.length > 0 && sum % 10 === 0
}

/** Nine digits, INSEE. */
export const isSiren = (digits: string): boolean =>
  /^\d{9}$/.test(digits) && !/^0{9}$/.test(digits) && luhn(digits)

/** SIREN and five digits. La Poste ran out of Luhn numbers: its sites add up to a multiple of five. */
export function isSiret(digits: string): boolean {
  if (!/^\d{14}$/.test(digits) || !isSiren(digits.slice(0, 9))) return false
  if (luhn(digits)) return true
  const sum = digits.split('').reduce((total, digit) => total + Number(digit), 0)
  return digits.startsWith('356000000') && sum % 5 === 0
}

/** French VAT: the key is (12 + 3 × (SIREN mod 97)) mod 97. */
export function isFrenchVat(text: string): boolean {
  const found = /^FR(\d{2})(\d{9})$/.exec(text)
  return !!found && isSiren(found[2]!) && (12 + 3 * (Number(found[2]) % 97)) % 97 === Number(found[1])
}

/**
 * NINEA of Senegal: seven or nine digits whose weighted sum (1, 2, 1, 2…, over nine places) ends in 0, then the
 * tax code COFI where it is given: regime 0 to 2, a letter for the centre, the legal form.
 */
export function isNinea(text: string): boolean {
  const found = /^(\d{7}|\d{9})(?:([012])([A-HJ-NP-WZ])(\d))?$/.exec(text)
  if (!found || /^0+$/.test(found[1]!)) return false
  const sum = found[1]!
    .padStart(9, '0')
    .split('')
    .reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 2), 0)
  return sum % 10 === 0
}

/** Lengths by country from the SWIFT register of IBANs, for the countries our users meet. */
export const ibanLengths: Record<string, number> = {
  AT: 20,
  BE: 16,
  BF: 28,
  BJ: 28,
  CH: 21,
  CI: 28,
  CM: 27,
  DE: 22,
  ES: 24,
  FR: 27,
  GA: 27,
  GB: 22,
  GW: 25,
  IE: 22,
  IT: 27,
  LU: 20,
  MA: 28,
  MC: 27,
  ML: 28,
  MR: 27,
  MU: 30,
  NE: 28,
  NL: 18,
  PT: 25,
  SN: 28,
  TG: 28,
  TN: 24,
}

/** ISO 13616: the rearranged number, letters as 10 to 35, leaves 1 when divided by 97. */
export function isIban(text: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]+$/.test(text) || ibanLengths[text.slice(0, 2)] !== text.length) return false
  let rest = 0
  for (const sign of text.slice(4) + text.slice(0, 4)) {
    const value = Number.parseInt(sign, 36)
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return rest === 1
}

/** French social security number: the key is 97 less the remainder; Corsica's letters stand for 19 and 18. */
export function isNir(text: string): boolean {
  const found = /^([12378]\d{2}(?:0[1-9]|1[0-2]|[2-9]\d)(?:\d{2}|2[AB])\d{6})(\d{2})$/.exec(text)
  if (!found) return false
  const digits = found[1]!.replace('2A', '19').replace('2B', '18')
  return 97 - Number(BigInt(digits) % 97n) === Number(found[2])
}
