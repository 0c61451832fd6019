import { NetworkError, ProblemError } from './client.ts'
import { findText, phraseNow } from './texts.ts'

/** One sentence for a person: `problem.<rest of the code>` in the module the code begins with. */
export function explain(error: unknown): string {
  if (error instanceof NetworkError) return phraseNow('kit', 'problem.network')
  if (!(error instanceof ProblemError)) return phraseNow('kit', 'problem.unexpected')
  const { code, title, facts } = error.problem
  const values: Record<string, string | number> = {}
  for (const [name, value] of Object.entries(facts ?? {})) {
    if (typeof value === 'string' || typeof value === 'number') values[name] = value
  }
  const [owner, ...rest] = code.split('.')
  return (
    findText(owner!, `problem.${rest.join('.')}`, values) ??
    findText('kit', `problem.${code}`, values) ??
    // Where the browser does not have the owner's texts, the server has already written the sentence.
    (/\s/.test(title) ? title : phraseNow('kit', 'problem.unexpected'))
  )
}

/**
 * The text of one field's fault: `field.<code>` in the form's module, then in the kit. Codes are the
 * module's own or zod's: invalid_type, invalid_value, invalid_format, too_small, too_big.
 */
export function explainField(module: string, code: string): string {
  const own = code.startsWith(`${module}.`) ? code.slice(module.length + 1) : code
  return (
    findText(module, `field.${own}`) ?? findText('kit', `field.${own}`) ?? phraseNow('kit', 'field.invalid')
  )
}

/** The reference a person can read out to support. */
export function referenceOf(error: unknown): string | null {
  return error instanceof ProblemError ? error.problem.request_id || null : null
}
