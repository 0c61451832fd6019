import fc from 'fast-check'
import { z } from 'zod'

type Schema = Record<string, unknown>

/** Texts and values that have broken other programs. */
export const hostile: fc.Arbitrary<unknown> = fc.constantFrom<unknown>(
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'half \udfff pair',
  '\u202e\u200b\ufeff',
  'é'.normalize('NFD'),
  '😀'.repeat(200),
  'x'.repeat(20_000),
  "' or 1=1; --",
  '{{7*7}}${7*7}',
  '<i>zzz</i>"\'><zzz onload=1>',
  '%00%ff',
  '%s%n%x',
  '../../../etc/passwd',
  '\r\nset-cookie: zzz=1',
  'null',
  'NaN',
  'Infinity',
  '2147483648',
  '-1',
  '1e400',
  '0x10',
  '00000000-0000-0000-0000-000000000000',
  'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF',
  '2026-02-30',
  '0000-00-00',
  '9999-12-31T23:59:60Z',
  '25:61',
  -1,
  0,
  1.5,
  2_147_483_648,
  Number.MAX_SAFE_INTEGER + 2,
  1e308,
  -1e308,
  null,
  true,
  [],
  {},
  [[[[]]]],
  ['a', 1, null],
  { length: 1e9 },
  { toString: 'zzz', constructor: { prototype: { zzz: 1 } } },
  JSON.parse('{"__proto__":{"zzz":true}}'),
)

export interface Known {
  /** Ids that exist, so that requests reach further than "unknown". */
  ids: readonly string[]
  /** Those that a field of this name may mean: `site_id`, `service_ids`. */
  named?: Readonly<Record<string, readonly string[]>>
}

/** Values that a JSON schema of ours allows. */
export function allowed(schema: Schema, known: Known): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum)
  const choices = (schema.anyOf ?? schema.oneOf) as Schema[] | undefined
  if (choices) return fc.oneof(...choices.map((choice) => allowed(choice, known)))
  switch (schema.type) {
    case 'object':
      return objectOf(schema, (inner, name) => {
        const meant = name === undefined ? undefined : known.named?.[name.replace(/_ids$/, '_id')]
        return allowed(inner, meant && meant.length > 0 ? { ...known, ids: meant } : known)
      })
    case 'array': {
      const items = allowed((schema.items ?? {}) as Schema, known)
      return fc.array(items, {
        minLength: (schema.minItems as number) ?? 0,
        maxLength: Math.min((schema.maxItems as number) ?? 4, 4),
      })
    }
    case 'integer':
      return whole(schema)
    case 'number':
      return fc.double({ min: bounded(schema.minimum, -50), max: bounded(schema.maximum, 500), noNaN: true })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'string':
      return text(schema, known)
    default:
      return fc.oneof(fc.string(), fc.integer(), fc.boolean())
  }
}

function whole(schema: Schema): fc.Arbitrary<number> {
  const min = bounded(schema.minimum, -50)
  return fc.integer({ min, max: Math.max(min, bounded(schema.maximum, 500)) })
}

const bounded = (limit: unknown, otherwise: number): number =>
  typeof limit === 'number' && Math.abs(limit) < 1e9 ? limit : otherwise

function text(schema: Schema, known: Known): fc.Arbitrary<string> {
  if (schema.format === 'uuid')
    return fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...known.ids) },
      { weight: 1, arbitrary: fc.uuid() },
    )
  if (schema.format === 'email')
    return fc.integer({ min: 0, max: 999 }).map((n) => `someone${n}@example.test`)
  if (typeof schema.pattern === 'string')
    return fc.stringMatching(new RegExp(schema.pattern, 'u'), { size: '-1' })
  const min = (schema.minLength as number) ?? 0
  const max = Math.max(min, Math.min((schema.maxLength as number) ?? 40, 300))
  return fc.oneof(
    fc.string({ minLength: min, maxLength: max, size: 'medium' }),
    fc.string({ unit: 'grapheme', minLength: min, maxLength: Math.max(min, Math.floor(max / 8)) }),
    fc
      .constantFrom('Awa Ndiaye', 'Été à Saint-Louis', '2026-03-10', '08:30', '+221771234567')
      .filter((t) => (t.length >= min && t.length <= max) || min > 12),
  )
}

/** What a schema cannot say: a text that is trimmed first and then checked to be an address shows no format. */
function hinted(name: string, schema: Schema): fc.Arbitrary<unknown> | null {
  if (schema.type !== 'string' || schema.format) return null
  if (name === 'email') return fc.integer({ min: 0, max: 9_999 }).map((n) => `someone${n}@example.test`)
  if (name.endsWith('phone'))
    return fc.integer({ min: 0, max: 9_999 }).map((n) => `+22177123${String(n).padStart(4, '0')}`)
  if (/_at$|^day$|^date$/.test(name)) return fc.constantFrom('2026-03-10', '2026-12-31', '08:30', '17:00')
  return null
}

function objectOf(
  schema: Schema,
  valueFor: (inner: Schema, name?: string) => fc.Arbitrary<unknown>,
): fc.Arbitrary<Record<string, unknown>> {
  const properties = (schema.properties ?? {}) as Record<string, Schema>
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, inner]) => [name, hinted(name, inner) ?? valueFor(inner, name)]),
  )
  if (Object.keys(fields).length === 0 && typeof schema.additionalProperties === 'object') {
    return fc.dictionary(
      fc.string({ minLength: 1, maxLength: 20 }),
      valueFor(schema.additionalProperties as Schema),
      { maxKeys: 4, noNullPrototype: true },
    )
  }
  return fc.record(fields, { requiredKeys: (schema.required as string[]) ?? [], noNullPrototype: true })
}

/** Allowed values, in which here and there a field is hostile, or missing, or one too many. */
export function nearlyAllowed(schema: Schema, known: Known): fc.Arbitrary<unknown> {
  if (schema.type !== 'object')
    return fc.oneof({ weight: 5, arbitrary: allowed(schema, known) }, { weight: 1, arbitrary: hostile })
  const whole = allowed(schema, known)
  const names = Object.keys((schema.properties ?? {}) as object)
  const spoiled = fc
    .tuple(whole, fc.constantFrom(...names, 'tenant_id', 'id', 'role', 'zzz'), hostile, fc.boolean())
    .map(([value, name, bad, drop]) => {
      const copy: Record<string, unknown> = { ...(value as object) }
      if (drop) delete copy[name]
      else copy[name] = bad
      return copy
    })
  return fc.oneof(
    { weight: 5, arbitrary: whole },
    { weight: 4, arbitrary: spoiled },
    { weight: 1, arbitrary: hostile },
  )
}

export function schemaOf(type: z.ZodType): Schema {
  return z.toJSONSchema(type, { target: 'draft-2020-12', io: 'input', unrepresentable: 'any' }) as Schema
}
