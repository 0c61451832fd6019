/** Letters that sound apart in French when called in a noisy hall, in the order in which they are given out. */
const clear_letters = ['A', 'K', 'L', 'M', 'R', 'U', 'X', 'Z']

export function freePrefix(taken: readonly string[]): string {
  const alphabet = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  return [...clear_letters, ...alphabet].find((letter) => !taken.includes(letter)) ?? ''
}

/** Names of the kit's icons that a service may show; without underscore, as the contract wants. */
export const serviceIcons = [
  'file',
  'ticket',
  'user',
  'users',
  'calendar',
  'phone',
  'mail',
  'message',
  'building',
  'home',
  'key',
  'lock',
  'star',
  'clock',
  'search',
  'printer',
  'tablet',
  'globe',
  'activity',
  'transfer',
  'sliders',
  'help',
  'info',
  'hand',
] as const
