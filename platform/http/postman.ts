type Json = Record<string, unknown>
interface Operation {
  operationId: string
  summary: string
  tags: string[]
  security: unknown[]
  parameters: { name?: string; in?: string; $ref?: string; required?: boolean }[]
  requestBody?: { content: { 'application/json'?: { schema: Json } } }
}

/** A filled-in example of a JSON schema, enough to be edited and sent. */
function example(schema: Json): unknown {
  if (schema.default !== undefined) return schema.default
  if (Array.isArray(schema.enum)) return schema.enum[0]
  if (schema.const !== undefined) return schema.const
  const choices = (schema.anyOf ?? schema.oneOf) as Json[] | undefined
  if (choices) return example(choices[0]!)
  if (schema.type === 'object') {
    const properties = (schema.properties ?? {}) as Record<string, Json>
    return Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, example(inner)]))
  }
  if (schema.type === 'array') return []
  if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 1
  if (schema.type === 'boolean') return true
  if (schema.format === 'uuid') return '{{id}}'
  if (schema.format === 'email') return 'personne@exemple.test'
  return ''
}

/** The same API as a Postman collection (format 2.1), one folder per module. */
export function postmanCollection(openapi: Json): Json {
  const folders = new Map<string, Json[]>()
  for (const [path, operations] of Object.entries(
    openapi.paths as Record<string, Record<string, Operation>>,
  )) {
    for (const [method, operation] of Object.entries(operations)) {
      const query = operation.parameters.filter((p) => p.in === 'query')
      const body = operation.requestBody
      const json = body?.content['application/json']
      const item = {
        name: operation.summary,
        request: {
          method: method.toUpperCase(),
          auth:
            operation.security.length > 0
              ? { type: 'bearer', bearer: [{ key: 'token', value: '{{access_token}}', type: 'string' }] }
              : { type: 'noauth' },
          header: [
            { key: 'Accept-Language', value: 'fr' },
            ...(method !== 'get' ? [{ key: 'Idempotency-Key', value: '{{$guid}}' }] : []),
            ...(body
              ? [{ key: 'Content-Type', value: json ? 'application/json' : 'application/octet-stream' }]
              : []),
          ],
          url: {
            raw: `{{base_url}}${path.replace(/\{(\w+)\}/g, ':$1')}`,
            host: ['{{base_url}}'],
            path: path
              .split('/')
              .filter(Boolean)
              .map((part) => part.replace(/^\{(\w+)\}$/, ':$1')),
            variable: [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
              key: name,
              value: name === 'slug' ? '{{slug}}' : '',
            })),
            query: query.map((p) => ({ key: p.name, value: '', disabled: !p.required })),
          },
          ...(json
            ? { body: { mode: 'raw', raw: JSON.stringify(example(json.schema), null, 2) } }
            : body
              ? { body: { mode: 'file', file: {} } }
              : {}),
        },
      }
      const folder = operation.tags[0] ?? 'api'
      folders.set(folder, [...(folders.get(folder) ?? []), item])
    }
  }
  const info = openapi.info as { title: string; version: string }
  return {
    info: {
      name: `${info.title} ${info.version}`,
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    variable: [
      { key: 'base_url', value: (openapi.servers as { url: string }[])[0]!.url },
      { key: 'slug', value: 'visite-dakar' },
      { key: 'access_token', value: '' },
    ],
    item: [...folders].map(([name, item]) => ({ name, item })),
  }
}
