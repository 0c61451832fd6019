import { ProblemError } from '@guichet/kit/api'

interface Fault {
  path: string
  code: string
}

/** Refusals that concern one field are told there rather than in the corner: which code, at which field. */
export function faultsOf(error: unknown, fields: Readonly<Record<string, string>>): Fault[] {
  if (!(error instanceof ProblemError)) return []
  const { code, fields: found = [] } = error.problem
  const path = fields[code]
  if (path) return [{ path, code: code.split('.').at(-1)! }]
  // "Too short or too small" is what the kit says of anything; of a password one can say how short.
  return found.some(isShortPassword)
    ? found.map((fault) => (isShortPassword(fault) ? { path: fault.path, code: 'password_short' } : fault))
    : []
}

function isShortPassword({ path, code }: Fault): boolean {
  return code === 'too_small' && /\b(password|next)$/.test(path)
}
