/**
 * Passwords that guessing programs try first. Ten characters are required already, which excludes most
 * published lists; these are the families that remain: keyboard walks, repeated or counted digits,
 * and the usual words of our two languages with the usual endings.
 */
const words = [
  'password',
  'motdepasse',
  'azerty',
  'azertyuiop',
  'qwerty',
  'qwertyuiop',
  'administrateur',
  'administrator',
  'bonjour',
  'soleil',
  'loulou',
  'doudou',
  'chouchou',
  'iloveyou',
  'jetaime',
  'marseille',
  'senegal',
  'dakar',
  'france',
  'football',
  'welcome',
  'bienvenue',
  'guichet',
  'changeme',
  'letmein',
  'secret',
  'princess',
  'superman',
]
const walks = [
  '1234567890',
  '0987654321',
  'abcdefghij',
  'azertyuiopqsdfghjklm',
  'qwertyuiopasdfghjkl',
  '1q2w3e4r5t6y',
  '1a2z3e4r5t6y',
]

const bare = (text: string): string => text.replace(/^[^a-z]+|[^a-z]+$/g, '')
const disguises: Record<string, string> = { 0: 'o', 1: 'i', 3: 'e', 4: 'a', '@': 'a', 5: 's', $: 's' }
const unmasked = (text: string): string => text.replace(/[01345@$]/g, (sign) => disguises[sign]!)

export function isCommonPassword(password: string): boolean {
  const plain = password.normalize('NFKC').toLowerCase()
  if (/^(.)\1+$/.test(plain) || /^(.{1,4})\1+$/.test(plain)) return true
  if (walks.some((walk) => walk.repeat(2).includes(plain))) return true
  // Endings are cut before and after: in `P@ssw0rd2026` the zero of the year is not a letter.
  return [bare(plain), bare(unmasked(plain)), unmasked(bare(plain))].some(
    (core) => words.includes(core) || words.some((word) => core === word + word),
  )
}
