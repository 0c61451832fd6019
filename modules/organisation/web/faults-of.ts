import { ProblemError } from '@guichet/kit/api'

interface Fault {
  path: string
  code: string
}

/** Refusals that concern one field are told there rather than in the corner: which code, at which field. */
export function faultsOf(error: unknown, fields: Readonly<Record<string, string>>): Fault[] {
  const code = error instanceof ProblemError ? error.problem.code : ''
  const path = fields[code]
  return path ? [{ path, code: code.split('.').at(-1)! }] : []
}
