/**
 * Whether text taken from a file can be what the page shows. Fonts without a table of characters give
 * signs of the private area or of no use at all; others give letters, but in no order any language has.
 */
export function isLegible(text: string): boolean {
  const sample = text.slice(0, 2_000)
  const signs = Array.from(sample.replace(/\s+/g, ''))
  if (signs.length < 12) return true
  const strange = signs.filter((sign) => /[\p{Co}\p{Cn}\p{Cc}\ufffd]/u.test(sign)).length
  if (strange > 0.15 * signs.length) return false
  const words = sample.match(/\p{L}{3,}/gu) ?? []
  const latin = words.filter((word) => /^\p{Script=Latin}+$/u.test(word))
  if (latin.length < 8) {
    const symbols = signs.filter((sign) => !/[\p{L}\p{N}]/u.test(sign)).length
    return symbols < 0.7 * signs.length
  }
  // Words of Latin letters have vowels, capitals at their beginning, and few long runs of consonants.
  const odd = latin.filter((word) => {
    const plain = word.normalize('NFD').replace(/\p{M}/gu, '')
    const acronym = plain === plain.toUpperCase() && plain.length <= 6
    return (
      !acronym &&
      (!/[aeiouyœæ]/i.test(plain) ||
        /[bcdfghjklmnpqrstvwxz]{6,}/i.test(plain) ||
        /\p{Ll}\p{Lu}\p{Ll}*\p{Lu}/u.test(plain))
    )
  })
  return odd.length < 0.45 * latin.length
}
