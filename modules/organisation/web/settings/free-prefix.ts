/** Letters that sound apart in French when called in a noisy hall, in the order in which they are given out. */
const clear_letters = ['A', 'K', 'L', 'M', 'R', 'U', 'X', 'Z']

export function freePrefix(taken: readonly string[]): string {
  const alphabet = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ')
  return [...clear_letters, ...alphabet].find((letter) => !taken.includes(letter)) ?? ''
}
