/**
 * Passwords that guessing programs try first. Ten characters are required already, which excludes most
 * published lists; these are the families that remain: keyboard walks, repeated or counted digits,
 * and the usual words of our two languages with the usual endings.
 */
const words = [
  'password', 'motdepasse', 'azerty', 'azertyuiop', 'qwerty', 'qwertyuiop', 'administrateur', 'administrator',
  'bonjour', 'soleil', 'loulou', 'doudou', 'chouchou', 'iloveyou', 'jetaime', 'marseille', 'senegal', 'dakar',
  'france', 'football', 'welcome', 'bienvenue', 'guichet', 'changeme', 'letmein', 'secret', 'princess', 'superman',
]
const walks = ['1234567890', '0987654321', 'abcdefghij', 'azertyuiopqsdfghjklm', 'qwertyuiopasdfghjkl', '1q2w3e4r5t6y', '1a2z3e4r5t6y']

export function isCommonPassword(password: string): boolean {
  const plain = password.normalize('NFKC').toLowerCase()
  if (/^(.)\1+$/.test(plain) || /^(.{1,4})\1+$/.test(plain)) return true
  if (walks.some((walk) => walk.repeat(2).includes(plain))) return true
  const leet = plain.replaceAll('0', 'o').replaceAll('1', 'i').replaceAll('3', 'e').replaceAll('4', 'a').replaceAll('@', 'a').replaceAll('5', 's').replaceAll('$', 's')
  return [plain, leet].some((text) => {
    const core = text.replace(/^[^a-z]+|[^a-z]+$/g, '')
    return words.includes(core) || words.some((word) => core === word + word)
  })
}
