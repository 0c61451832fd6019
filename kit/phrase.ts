export type Values = Record<string, string | number>
/** A locale file: `{ "desk": { "title": "Guichet" } }` is read as `desk.title`. */
export type Texts = { readonly [key: string]: string | Texts }

const plurals = new Map<string, Intl.PluralRules>()
const numbers = new Map<string, Intl.NumberFormat>()

/** Looks up `key`, or `.zero`, `.one`, `.other` below it by `count`, and fills its `{places}`. */
export function phrase(texts: Texts, locale: string, key: string, values?: Values): string | undefined {
  const template = find(texts, key) ?? pluralOf(texts, locale, key, values?.count)
  if (template === undefined) return undefined
  const filled = template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values?.[name]
    if (value === undefined) return whole
    return typeof value === 'number' ? numberIn(locale).format(value) : value
  })
  return locale === 'fr' ? withFrenchSpaces(filled) : filled
}

function find(texts: Texts, key: string): string | undefined {
  let here: string | Texts | undefined = texts
  for (const part of key.split('.')) {
    if (here === undefined || typeof here === 'string' || !Object.hasOwn(here, part)) return undefined
    here = here[part]
  }
  return typeof here === 'string' ? here : undefined
}

function pluralOf(texts: Texts, locale: string, key: string, count: unknown): string | undefined {
  if (typeof count !== 'number') return undefined
  // Zero reads better with words of its own where somebody wrote them: "Personne n'attend".
  const none = count === 0 ? find(texts, `${key}.zero`) : undefined
  let rules = plurals.get(locale)
  if (!rules) plurals.set(locale, (rules = new Intl.PluralRules(locale)))
  return none ?? find(texts, `${key}.${rules.select(count)}`) ?? find(texts, `${key}.other`)
}

function numberIn(locale: string): Intl.NumberFormat {
  let format = numbers.get(locale)
  if (!format) numbers.set(locale, (format = new Intl.NumberFormat(locale)))
  return format
}

/** French sets a space that may not break before `: ; ! ?` and inside « »; authors type an ordinary one. */
function withFrenchSpaces(text: string): string {
  return text
    .replace(/ ([;!?])/g, '\u202f$1')
    .replace(/ ([:»])/g, '\u00a0$1')
    .replace(/« /g, '«\u00a0')
}
