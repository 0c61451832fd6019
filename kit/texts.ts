import { startTransition, use, useCallback, useMemo, useSyncExternalStore } from 'react'
import { formatsFor, type Formats } from './formats.ts'
import { phrase, type Texts, type Values } from './phrase.ts'

export type Locale = 'fr' | 'en'
export type { Values } from './phrase.ts'
export type { Formats } from './formats.ts'

export type Text = (key: string, values?: Values) => string

type Loader = () => Promise<{ default: Texts }>

const loaders = new Map<string, Record<Locale, Loader>>()
const bundles = new Map<string, Texts>()
const loading = new Map<string, Promise<void>>()
const listeners = new Set<() => void>()

/**
 * Makes a module's texts known; nothing is fetched until a page asks, and then only one language.
 * `registerTexts('queue', { fr: () => import('../locales/fr.json', { with: { type: 'json' } }), en: … })`
 */
export function registerTexts(module: string, languages: Record<Locale, Loader>): void {
  loaders.set(module, languages)
}

registerTexts('kit', {
  fr: () => import('./locales/fr.json', { with: { type: 'json' } }),
  en: () => import('./locales/en.json', { with: { type: 'json' } }),
})

let locale: Locale = firstLocale()

function firstLocale(): Locale {
  if (typeof document === 'undefined') return 'fr'
  const kept =
    /(?:^|; )guichet_locale=(fr|en)/.exec(document.cookie)?.[1] ?? localStorage.getItem('guichet_locale')
  return kept === 'en' ? 'en' : 'fr'
}

export function currentLocale(): Locale {
  return locale
}

export function loadTexts(modules: readonly string[], wanted: Locale = locale): Promise<unknown> {
  return Promise.all(modules.map((module) => load(module, wanted)))
}

/** Marks a promise as React marks one it has seen settle: `use` then reads it without suspending. */
const arrived = (arriving: Promise<void>): unknown =>
  Object.assign(arriving, { status: 'fulfilled', value: undefined })

function load(module: string, wanted: Locale): Promise<void> {
  const name = `${module}/${wanted}`
  const known = loading.get(name)
  if (known) return known
  const loader = loaders.get(module)?.[wanted]
  const arriving: Promise<void> = loader
    ? loader().then(
        (file) => {
          bundles.set(name, file.default)
          arrived(arriving)
        },
        (error: unknown) => {
          loading.delete(name) // a later visit may have network again
          throw error
        },
      )
    : Promise.resolve()
  if (!loader) arrived(arriving)
  loading.set(name, arriving)
  return arriving
}

/** Changes the language here and for the server; texts in use are fetched first, so nothing flickers. */
export async function setLocale(wanted: Locale): Promise<void> {
  const used = [...new Set([...loading.keys()].map((name) => name.split('/')[0]!))]
  await loadTexts(used, wanted)
  locale = wanted
  document.cookie = `guichet_locale=${wanted}; path=/; max-age=31536000; samesite=lax`
  localStorage.setItem('guichet_locale', wanted)
  document.documentElement.lang = wanted
  startTransition(() => listeners.forEach((tell) => tell()))
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function useLocale(): Locale {
  return useSyncExternalStore(subscribe, currentLocale, currentLocale)
}

/** `const text = useText('queue')`, then `text('counter.title')`, `text('waiting', { count: 3 })`. */
export function useText(module: string): Text {
  const active = useLocale()
  // Always, also when the words are here: React replays a render that waited, and must meet the same hooks.
  use(load(module, active))
  return useCallback((key, values) => phraseIn(active, module, key, values), [active, module])
}

/** Words of several modules at once, as the rail and the palette need them. */
export function useTexts(
  modules: readonly string[],
): (module: string, key: string, values?: Values) => string {
  const active = useLocale()
  // Started together: `use` alone would fetch them one after the other.
  for (const arriving of modules.map((module) => load(module, active))) use(arriving)
  return useCallback((module, key, values) => phraseIn(active, module, key, values), [active])
}

let usual_time_zone: string | undefined

/** The organisation's: a manager abroad reads the counter's hours, not their own. */
export function setTimeZone(time_zone: string | undefined): void {
  usual_time_zone = time_zone
}

/** Amounts, dates and durations as the person's language writes them, where the organisation is. */
export function useFormats(place: { time_zone?: string } = {}): Formats {
  const active = useLocale()
  const time_zone = place.time_zone ?? usual_time_zone
  return useMemo(() => formatsFor(active, time_zone), [active, time_zone])
}

/** For code outside components, once `loadTexts` has resolved. */
export function phraseNow(module: string, key: string, values?: Values): string {
  return phraseIn(locale, module, key, values)
}

/** The text, or `undefined` where the module does not have it: for keys that come from the server. */
export function findText(module: string, key: string, values?: Values): string | undefined {
  return phrase(bundles.get(`${module}/${locale}`) ?? {}, locale, key, values)
}

function phraseIn(active: Locale, module: string, key: string, values?: Values): string {
  const found = phrase(bundles.get(`${module}/${active}`) ?? {}, active, key, values)
  if (found !== undefined) return found
  console.error(`no text ${module}:${key} in ${active}`)
  return process.env.NODE_ENV !== 'production' ? `⟦${module}:${key}⟧` : key
}
