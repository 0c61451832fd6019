import { ImagePlugin, LoopPlugin, TemplateHandler, TextPlugin, type ScopeDataResolver } from 'easy-template-x'
import { canonicalName } from './fields.ts'
import { LinkField } from './link-field.ts'

export type Filling = { [key: string]: Value }
export type Value =
  | string
  | boolean
  | Filling[]
  | { _type: 'link'; text: string; target: string }
  | {
      _type: 'image'
      source: Uint8Array
      format: 'image/png'
      width: number
      height: number
      altText: string
    }

/**
 * Looks a name up from the innermost list outwards, among own properties only: `{toString}` or `{constructor}`
 * finds nothing, whatever the scanner let through.
 */
export const ownFieldsOnly: ScopeDataResolver = ({ strPath, data }) => {
  const name = canonicalName(strPath.at(-1) ?? '')
  for (let depth = strPath.length - 1; depth >= 0; depth--) {
    let here: unknown = data
    for (const step of strPath.slice(0, depth))
      here = own(here, /^\d+$/.test(step) ? step : canonicalName(step))
    const value = own(here, name)
    if (value !== undefined) return value as never
  }
  return '' as never
}

function own(holder: unknown, key: string): unknown {
  if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, key)) return undefined
  return (holder as Record<string, unknown>)[key]
}

/** XML 1.0 has no place for these, escaped or not. */
const unwritable = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g // oxlint-disable-line no-control-regex

function prepared(value: Value): Value {
  if (typeof value === 'string') return value.replace(unwritable, '')
  if (Array.isArray(value)) return value.map(preparedAll)
  if (typeof value === 'object' && value._type === 'link')
    return { ...value, text: value.text.replace(unwritable, '') }
  if (typeof value === 'object' && value._type === 'image')
    return { ...value, source: Buffer.from(value.source) }
  return value
}
const preparedAll = (filling: Filling): Filling =>
  Object.fromEntries(Object.entries(filling).map(([key, value]) => [key, prepared(value)]))

/** The template with its placeholders filled. The engine runs no code of the template. */
export async function fillTemplate(template: Uint8Array, filling: Filling): Promise<Uint8Array> {
  const handler = new TemplateHandler({
    plugins: [new LoopPlugin(), new TextPlugin(), new ImagePlugin(), new LinkField()],
    scopeDataResolver: ownFieldsOnly,
    maxXmlDepth: 60,
  })
  return new Uint8Array(await handler.process(Buffer.from(template), preparedAll(filling) as never))
}
