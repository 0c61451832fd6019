import { z } from 'zod'

/**
 * An endpoint is declared once, here, and read by everybody: the server validates and authorises
 * with it, the browser client is typed by it, OpenAPI and the role screen are derived from it.
 * This file reaches the browser: keep it free of anything but zod.
 */

/** Who may call. Any other string is a permission such as `queue.ticket.call`. */
export type Access =
  | 'public' // nobody needs to be known
  | 'signed_in' // a person with a session or token, whatever the organisation
  | 'member' // a member of the organisation named by the path
  | 'device' // a paired kiosk or display
  | (string & {})

export type Shape = z.ZodObject

export interface EndpointSpec<P extends Shape, Q extends Shape, B extends z.ZodType, R extends z.ZodType> {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below `/api/v1/tenants/{slug}` when `scope` is `tenant` (the default), below `/api/v1` otherwise. */
  path: `/${string}`
  scope?: 'tenant' | 'global'
  /** One permission, or several of which any is enough. */
  permission: Access | readonly Access[]
  /** One sentence for the API documentation, in English. */
  summary: string
  params?: P
  query?: Q
  body?: B
  reply: R
  /** 200 when absent; 201 for what is created, 202 for what is only accepted. */
  status?: 200 | 201 | 202
  /** Error codes a caller should expect besides the common ones. */
  errors?: readonly string[]
  /** Requests per minute from one address; absent means the server's general limit. */
  rate_limit?: number
  /** `false`: the handler opens its own short transactions (streams, uploads, foreign calls). */
  transaction?: false
  /**
   * The body is bytes: the handler reads the raw stream (`call.request.raw`), which is never held in
   * memory here. More than `max_bytes` announced is refused before the first byte is read.
   */
  upload?: { max_bytes: number }
}

export interface Endpoint<
  P extends Shape = Shape,
  Q extends Shape = Shape,
  B extends z.ZodType = z.ZodType,
  R extends z.ZodType = z.ZodType,
> extends Omit<EndpointSpec<P, Q, B, R>, 'params' | 'query' | 'body' | 'scope'> {
  scope: 'tenant' | 'global'
  params: P
  query: Q
  body: B
}

type None = z.ZodObject<Record<never, never>>
const none: None = z.strictObject({})

export function endpoint<
  R extends z.ZodType,
  P extends Shape = None,
  Q extends Shape = None,
  B extends z.ZodType = z.ZodUndefined,
>(spec: EndpointSpec<P, Q, B, R>): Endpoint<P, Q, B, R> {
  return {
    ...spec,
    scope: spec.scope ?? 'tenant',
    params: spec.params ?? (none as unknown as P),
    query: spec.query ?? (none as unknown as Q),
    body: spec.body ?? (z.undefined() as unknown as B),
  }
}

/** What a caller sends: values before defaults and coercion. */
export interface RequestOf<E extends Endpoint> {
  params: z.input<E['params']>
  query: z.input<E['query']>
  body: z.input<E['body']>
}
/** What a handler receives: values after validation. */
export interface InputOf<E extends Endpoint> {
  params: z.output<E['params']>
  query: z.output<E['query']>
  body: z.output<E['body']>
}
export type ReplyOf<E extends Endpoint> = z.output<E['reply']>

/** Paging by cursor: stable while rows arrive, cheap at any depth. */
export const PageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
}
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next_cursor: z.string().nullable() })
}

/** RFC 9457 problem details, with our stable `code` and, for bad input, the fields concerned. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string().optional(),
  request_id: z.string(),
  fields: z.array(z.object({ path: z.string(), code: z.string() })).optional(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
})
export type Problem = z.infer<typeof Problem>
