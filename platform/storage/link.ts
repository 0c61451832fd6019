import type { FastifyInstance } from 'fastify'
import type { Tenant } from '../ctx.ts'
import { notFound } from '../errors.ts'
import { generalLimit } from '../http/limits.ts'
import { answerProblem } from '../http/problem.ts'
import type { Platform } from '../platform.ts'
import { seal, unseal } from '../seal.ts'

export interface LinkOptions {
  sha256: string
  /** What the file is called when it is saved. */
  name: string
  type: string
  minutes?: number
  disposition?: 'inline' | 'attachment'
}

interface Claim {
  t: string
  s: string
  n: string
  m: string
  d: string
  e: number
}

/** What browsers show without running anything in it. The rest is saved, whatever was asked. */
const shown = new Set(['application/pdf', 'image/png', 'image/jpeg', 'image/webp', 'text/plain'])
const secretOf = (platform: Platform): string => `file links/${platform.config.SECRET_KEY}`

/**
 * A short-lived address of one file. The caller has checked that it may be seen; the address is sealed, so
 * it tells neither the organisation nor the file's name, and cannot be altered.
 */
export function fileLink(platform: Platform, tenant: Pick<Tenant, 'id'>, options: LinkOptions): string {
  const claim: Claim = {
    t: tenant.id,
    s: options.sha256,
    n: options.name.slice(0, 200),
    m: options.type,
    d: options.disposition ?? 'attachment',
    e: platform.now().getTime() + (options.minutes ?? 10) * 60_000,
  }
  return `/files/${seal(JSON.stringify(claim), secretOf(platform))}`
}

function readClaim(platform: Platform, token: string): Claim | null {
  try {
    const claim = JSON.parse(unseal(token, secretOf(platform))) as Claim
    return claim.e > platform.now().getTime() ? claim : null
  } catch {
    return null
  }
}

/** RFC 6266: a plain name for old programs, the real one beside it. */
export function dispositionOf(kind: string, name: string): string {
  const plain = name.replace(/[^\w.() -]/g, '_')
  const real = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${kind}; filename="${plain}"; filename*=UTF-8''${real}`
}

export function registerFiles(app: FastifyInstance, platform: Platform): void {
  app.get<{ Params: { '*': string } }>(
    '/files/*',
    { config: { rateLimit: generalLimit } },
    async (request, reply) => {
      const claim = readClaim(platform, request.params['*'])
      if (!claim) return answerProblem(platform, request, reply, notFound('platform.link_unknown'))
      const stream = await platform.files.open(claim.t, claim.s)
      const inline = claim.d === 'inline' && shown.has(claim.m)
      return reply
        .headers({
          'content-type': claim.m,
          'content-disposition': dispositionOf(inline ? 'inline' : 'attachment', claim.n),
          'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; sandbox`,
          'cache-control': 'private, max-age=300',
        })
        .send(stream)
    },
  )
}
