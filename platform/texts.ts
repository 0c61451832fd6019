import type { Locale } from './ctx.ts'
import type { Texts } from './module.ts'

export type Values = Record<string, string | number>
/** Finds a text of a module: `say('queue', 'visitor.ahead', { count: 3 })`. */
export type Say = (module: string, key: string, values?: Values) => string

const plurals = { fr: new Intl.PluralRules('fr'), en: new Intl.PluralRules('en') }

export function find(texts: Texts | undefined, key: string): string | undefined {
  let here: string | Texts | undefined = texts
  for (const part of key.split('.')) {
    if (here === undefined || typeof here === 'string') return undefined
    here = Object.hasOwn(here, part) ? here[part] : undefined
  }
  return typeof here === 'string' ? here : undefined
}

/** `{name}` is replaced by its value; a key with a `count` chooses `.zero`, `.one` or `.other`. */
export function fill(
  texts: Texts | undefined,
  locale: Locale,
  key: string,
  values: Values = {},
): string | undefined {
  let text = find(texts, key)
  if (text === undefined && typeof values.count === 'number') {
    if (values.count === 0) text = find(texts, `${key}.zero`)
    text ??= find(texts, `${key}.${plurals[locale].select(values.count)}`) ?? find(texts, `${key}.other`)
  }
  return text?.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : whole,
  )
}

/** Speaks one language over the texts of all modules; a missing text shows its key rather than nothing. */
export function sayer(modules: ReadonlyMap<string, { fr: Texts; en: Texts }>, locale: Locale): Say {
  return (module, key, values) =>
    fill(modules.get(module)?.[locale], locale, key, values) ?? `${module}.${key}`
}

/** The first supported language among those a browser asks for. */
export function preferredLocale(accept_language: string | undefined, fallback: Locale): Locale {
  for (const part of (accept_language ?? '').slice(0, 200).split(',')) {
    const tag = part.trim().slice(0, 2).toLowerCase()
    if (tag === 'fr' || tag === 'en') return tag
  }
  return fallback
}
