import type { Problem } from '@guichet/platform/contract'

/** Only a place of ours: an address like `//elsewhere` would carry a person off after signing in. */
export function placeAfterSignIn(next: string | undefined): string {
  return next && /^\/(?![/\\])/.test(next) && next !== '/' && !next.startsWith('/login') ? next : '/t'
}

/** How long a person must wait before trying again, in ms; null when the refusal is another one. */
export function waitAfter(problem: Problem): number | null {
  if (problem.status !== 429) return null
  const seconds = Number(problem.facts?.retry_after_s)
  return (Number.isFinite(seconds) && seconds > 0 ? seconds : 30) * 1000
}
