import type { Locale, Tenant } from '../ctx.ts'
import type { Platform } from '../platform.ts'
import { fill, find, type Values } from '../texts.ts'
import type { NoticeDefinition } from './define.ts'

export interface Words {
  title: string
  body: string
}

/** Fields that every template may mention besides the notice's facts. */
export const fieldsOfAll = ['organisation'] as const

export const fieldsOf = (notice: NoticeDefinition): string[] => [
  ...new Set([...Object.keys(notice.facts.shape), ...(notice.unstored?.facts ?? []), ...fieldsOfAll]),
]

/** `{field}` as it stands in words. */
export const fieldsIn = (words: string): string[] =>
  [...words.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)

const replaceFields = (words: string, values: Values): string =>
  words.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : whole,
  )

/** Facts as words show them: a way on our own pages becomes an address that works from anywhere. */
export function valuesOf(
  platform: Platform,
  tenant: Pick<Tenant, 'name'>,
  facts: Record<string, unknown>,
): Values {
  const base = platform.sign_in.issuer.replace(/\/$/, '')
  const values: Values = { organisation: tenant.name }
  for (const [name, value] of Object.entries(facts)) {
    if (typeof value === 'number') values[name] = value
    else if (typeof value === 'string') {
      values[name] = /(^|_)link$/.test(name) && value.startsWith('/') ? base + value : value
    }
  }
  return values
}

const keyOf = (notice: Pick<NoticeDefinition, 'name'>): { module: string; key: string } => {
  const [module = '', ...rest] = notice.name.split('.')
  return { module, key: `notice.${rest.join('.')}` }
}

/** The notice's own words, before any fact is put in; of a counted text, the form for several. */
export function ownWords(
  platform: Pick<Platform, 'texts'>,
  notice: Pick<NoticeDefinition, 'name'>,
  locale: Locale,
): Words {
  const { module, key } = keyOf(notice)
  const texts = platform.texts.get(module)?.[locale]
  const read = (part: string): string =>
    find(texts, `${key}.${part}`) ?? find(texts, `${key}.${part}.other`) ?? `${module}.${key}.${part}`
  return { title: read('title'), body: read('text') }
}

/** A notice in one language, by the organisation's template when it has one. */
export function render(
  platform: Pick<Platform, 'texts'>,
  notice: Pick<NoticeDefinition, 'name'>,
  locale: Locale,
  values: Values,
  template: { title: string | null; body: string } | null,
): Words {
  const { module, key } = keyOf(notice)
  const texts = platform.texts.get(module)?.[locale]
  const own = (part: string): string =>
    fill(texts, locale, `${key}.${part}`, values) ?? `${module}.${key}.${part}`
  return {
    title: template?.title ? replaceFields(template.title, values) : own('title'),
    body: template ? replaceFields(template.body, values) : own('text'),
  }
}

/** The words on the buttons, in the notice's order. */
export function replyWords(
  platform: Pick<Platform, 'texts'>,
  notice: NoticeDefinition,
  locale: Locale,
): { name: string; word: string }[] {
  const { module, key } = keyOf(notice)
  return (notice.replies ?? []).map((name) => ({
    name,
    word: find(platform.texts.get(module)?.[locale], `${key}.reply_${name}`) ?? name,
  }))
}
