import type { Failure } from '@guichet/platform/errors'

/** Turns PostgreSQL's refusal of a second equal value into the failure that tells people so. */
export function orTaken<T>(work: Promise<T>, failure: Failure): Promise<T> {
  return work.catch((error: unknown) => {
    throw (error as { code?: string }).code === '23505' ? failure : error
  })
}
