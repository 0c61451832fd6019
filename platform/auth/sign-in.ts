import { createHmac, randomBytes } from 'node:crypto'
import { betterAuth } from 'better-auth'
import { jwt } from 'better-auth/plugins'
import { hash, verify } from '@node-rs/argon2'
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose'
import { CompiledQuery } from 'kysely'
import type pg from 'pg'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { Config } from '../config.ts'
import type { Transaction } from '../ctx.ts'
import { newId } from '../ids.ts'

/** Argon2id with the parameters of the OWASP password storage sheet: 19 MiB, two passes, one lane. */
const argon = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const
export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFKC'), argon)

/** Checked when there is no such account, so that its absence takes as long as a wrong password. */
const nobodysHash = hashPassword(randomBytes(24).toString('hex'))

export const audience = 'guichet-api'
const tokenLife_s = 900
const sessionLife_s = 7 * 86_400

const AccessClaims = z.object({
  sub: z.uuid(),
  token_use: z.literal('access'),
  tenant: z.string(),
  role: z.string(),
  scope: z.string(),
  sid: z.uuid().nullable(),
  jti: z.string(),
  exp: z.number(),
})
export type AccessClaims = z.infer<typeof AccessClaims>

export interface Session {
  session_id: string
  user_id: string
  expires_at: string
}

/** A pool, or the transaction that `statementsIn` lends. */
export interface Statements {
  // oxlint-disable-next-line typescript/no-explicit-any -- as pg has it
  query: (text: string, values: unknown[]) => Promise<{ rows: any[] }>
}
export const statementsIn = ({ db }: Transaction): Statements => ({
  query: (text, values) => db.executeQuery(CompiledQuery.raw(text, values)),
})

/** The sign-in library behind a small door, so that a standards issuer can take its place later. */
export interface SignIn {
  issuer: string
  /** Opens a session for somebody who has proved who they are, in the caller's transaction. @returns its cookies */
  open: (db: Statements, user_id: string, from: { address: string; user_agent: string }) => Promise<string[]>
  /** Checks e-mail and password without opening anything. @returns the user's id, or null, in the same time */
  prove: (email: string, password: string) => Promise<string | null>
  close: (headers: Headers) => Promise<string[]>
  sessionOf: (headers: Headers) => Promise<Session | null>
  /** Of two that create the same e-mail at once one wins; the other gets its id, and its password is not changed. */
  createUser: (
    person: { email: string; name: string; password_hash: string; locale: 'fr' | 'en' },
    db?: Statements,
  ) => Promise<string>
  checkPassword: (user_id: string, password: string) => Promise<boolean>
  setPassword: (user_id: string, password: string) => Promise<void>
  signAccessToken: (
    claims: Omit<AccessClaims, 'jti' | 'exp' | 'token_use'>,
  ) => Promise<{ token: string; expires_in: number }>
  verifyAccessToken: (token: string) => Promise<AccessClaims | null>
  publicKeys: () => Promise<JSONWebKeySet>
}

export async function createSignIn(options: { config: Config; pool: pg.Pool; log: Logger }): Promise<SignIn> {
  const { config, pool, log } = options
  const issuer = config.PUBLIC_URL ?? `http://localhost:${config.PORT}`
  const timestamps = { createdAt: 'created_at', updatedAt: 'updated_at' }
  const auth = betterAuth({
    baseURL: issuer,
    basePath: '/api/auth',
    secret: config.SECRET_KEY,
    database: pool,
    telemetry: { enabled: false },
    logger: { level: 'error', log: (level, message) => log.warn({ sign_in: level }, message) },
    emailAndPassword: {
      enabled: true,
      minPasswordLength: 10,
      maxPasswordLength: 128,
      password: {
        hash: hashPassword,
        verify: ({ hash: stored, password }) => verify(stored, password.normalize('NFKC')),
      },
    },
    user: { modelName: 'account_user', fields: { ...timestamps, emailVerified: 'email_verified' } },
    session: {
      expiresIn: sessionLife_s,
      updateAge: 86_400,
      fields: {
        ...timestamps,
        userId: 'user_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
      },
    },
    account: {
      modelName: 'credential',
      fields: {
        ...timestamps,
        userId: 'user_id',
        accountId: 'account_id',
        providerId: 'provider_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
      },
    },
    verification: { fields: { ...timestamps, expiresAt: 'expires_at' } },
    // Throttling by account and by network is ours (`throttle.ts`), shared by all processes.
    rateLimit: { enabled: false },
    advanced: {
      cookiePrefix: 'guichet',
      useSecureCookies: issuer.startsWith('https:'),
      database: { generateId: newId },
      ipAddress: { ipAddressHeaders: ['x-guichet-client'] },
      disableOriginCheck: true,
    },
    plugins: [
      jwt({
        jwks: { keyPairConfig: { alg: 'EdDSA', crv: 'Ed25519' }, rotationInterval: 90 * 86_400 },
        jwt: { issuer, audience, expirationTime: `${tokenLife_s}s` },
        schema: {
          jwks: {
            fields: {
              publicKey: 'public_key',
              privateKey: 'private_key',
              createdAt: 'created_at',
              expiresAt: 'expires_at',
            },
          },
        },
      }),
    ],
  })

  let keys: ReturnType<typeof createLocalJWKSet> | null = null
  const readKeys = async () => (await auth.api.getJwks()) as unknown as JSONWebKeySet
  const tokens = new Map<string, AccessClaims>()

  async function check(token: string): Promise<AccessClaims> {
    const options = { issuer, audience, algorithms: ['EdDSA'], requiredClaims: ['exp', 'sub', 'jti'] }
    if (!keys) keys = createLocalJWKSet(await readKeys())
    try {
      return AccessClaims.parse((await jwtVerify(token, keys, options)).payload)
    } catch (error) {
      if ((error as { code?: string }).code !== 'ERR_JWKS_NO_MATCHING_KEY') throw error
      keys = createLocalJWKSet(await readKeys())
      return AccessClaims.parse((await jwtVerify(token, keys, options)).payload)
    }
  }

  return {
    issuer,
    async open(db, user_id, from) {
      const token = randomBytes(24).toString('base64url')
      await db.query(
        `insert into auth.session (id, user_id, token, expires_at, ip_address, user_agent)
         values ($1, $2, $3, now() + make_interval(secs => $4), $5, $6)`,
        [newId(), user_id, token, sessionLife_s, from.address, from.user_agent.slice(0, 300)],
      )
      // What the library writes when it opens one itself, so that it knows the cookie again: see sign-in.test.ts.
      const { name, attributes } = (await auth.$context).authCookies.sessionToken
      const signature = createHmac('sha256', config.SECRET_KEY).update(token).digest('base64')
      const secure = attributes.secure ? '; Secure' : ''
      return [
        `${name}=${encodeURIComponent(`${token}.${signature}`)}; Max-Age=${sessionLife_s}; Path=/; HttpOnly${secure}; SameSite=Lax`,
      ]
    },
    async prove(email, password) {
      const { rows } = await pool.query(
        `select c.user_id, c.password from auth.credential c join auth.account_user u on u.id = c.user_id
         where u.email = lower($1) and c.provider_id = 'credential'`,
        [email],
      )
      const stored = rows[0]?.password as string | undefined
      const right = await verify(stored ?? (await nobodysHash), password.normalize('NFKC'))
      return stored && right ? rows[0].user_id : null
    },
    async close(headers) {
      const response = await auth.api.signOut({ headers, asResponse: true })
      return response.headers.getSetCookie()
    },
    async sessionOf(headers) {
      const found = await auth.api.getSession({ headers })
      if (!found) return null
      return {
        session_id: found.session.id,
        user_id: found.user.id,
        expires_at: new Date(found.session.expiresAt).toISOString(),
      }
    },
    async createUser(person, db = pool) {
      const { rows } = await db.query(
        `with person as (
           insert into auth.account_user (id, name, email, locale) values ($1, $2, lower($3), $4)
           on conflict (email) do nothing returning id),
         credential as (
           insert into auth.credential (id, user_id, account_id, provider_id, password)
           select $5, id, id::text, 'credential', $6 from person)
         select id from person`,
        [newId(), person.name, person.email, person.locale, newId(), person.password_hash],
      )
      if (rows[0]) return rows[0].id
      const existing = await db.query('select id from auth.account_user where email = lower($1)', [
        person.email,
      ])
      return existing.rows[0].id
    },
    async checkPassword(user_id, password) {
      const { rows } = await pool.query(
        `select password from auth.credential where user_id = $1 and provider_id = 'credential'`,
        [user_id],
      )
      return rows[0]?.password ? verify(rows[0].password, password.normalize('NFKC')) : false
    },
    async setPassword(user_id, password) {
      await pool.query(
        `update auth.credential set password = $2, updated_at = now() where user_id = $1 and provider_id = 'credential'`,
        [user_id, await hashPassword(password)],
      )
    },
    async signAccessToken(claims) {
      const sign = () =>
        auth.api.signJWT({
          body: {
            payload: {
              ...claims,
              token_use: 'access',
              jti: newId(),
              iss: issuer,
              aud: audience,
              iat: Math.floor(Date.now() / 1000),
              exp: Math.floor(Date.now() / 1000) + tokenLife_s,
            },
          },
        })
      // Keys sealed with a SECRET_KEY that was changed meanwhile cannot be opened: new ones take their place.
      const { token } = await sign().catch(async (error: unknown) => {
        if (!(error instanceof Error && /decrypt/i.test(error.message))) throw error
        log.warn('signing keys could not be opened with this SECRET_KEY: making new ones')
        await pool.query('delete from auth.jwks')
        return sign()
      })
      return { token, expires_in: tokenLife_s }
    },
    async verifyAccessToken(token) {
      const known = tokens.get(token)
      if (known && known.exp * 1000 > Date.now()) return known
      try {
        const claims = await check(token)
        // Checking a signature costs ten times what the rest of a small request does.
        if (tokens.size >= 5_000) tokens.clear()
        tokens.set(token, claims)
        return claims
      } catch {
        tokens.delete(token)
        return null
      }
    },
    publicKeys: readKeys,
  }
}
