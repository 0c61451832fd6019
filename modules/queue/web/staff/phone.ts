const national: Record<string, { code: string; written: RegExp; trunk: string }> = {
  SN: { code: '+221', written: /^[37]\d{8}$/, trunk: '' },
  FR: { code: '+33', written: /^0?[1-9]\d{8}$/, trunk: '0' },
}

/** What people write, as the network wants it: "77 123 45 67" in Senegal is "+221771234567". Null when neither. */
export function toE164(written: string, country: string): string | null {
  const digits = written.replace(/[\s.()\-\u00a0\u202f]/g, '').replace(/^00/, '+')
  if (/^\+[1-9]\d{6,14}$/.test(digits)) return digits
  const rule = national[country]
  if (!rule?.written.test(digits)) return null
  return rule.code + (rule.trunk && digits.startsWith(rule.trunk) ? digits.slice(rule.trunk.length) : digits)
}
