/** Markup that is safe to send: built by `html`, which escapes every value that is not itself Markup. */
export interface Markup {
  readonly markup: string
}
type Value = Markup | string | number | null | undefined | false | readonly Value[]

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
export const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => escapes[character]!)

function render(value: Value): string {
  if (value === null || value === undefined || value === false) return ''
  if (Array.isArray(value)) return value.map(render).join('')
  if (typeof value === 'string') return escape(value)
  return typeof value === 'number' ? String(value) : (value as Markup).markup
}

/** Server-rendered pages: html`<p>${name}</p>`. Attributes must be quoted, as everywhere in our pages. */
export function html(strings: TemplateStringsArray, ...values: Value[]): Markup {
  let markup = strings[0]!
  for (const [index, value] of values.entries()) markup += render(value) + strings[index + 1]!
  return { markup }
}
