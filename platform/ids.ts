import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { v7 } from 'uuid'

/** UUIDv7: random enough to be public, ordered enough to keep indexes compact. */
export const newId = (): string => v7()

/**
 * The same id for the same text (UUIDv8 of its SHA-256): what is created under a caller's idempotency key
 * and has no organisation yet to keep the key in.
 */
export function idFrom(text: string): string {
  const bytes = createHash('sha256').update(text).digest().subarray(0, 16)
  bytes[6] = (bytes[6]! & 0x0f) | 0x80
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** 160 bits from the system's generator, in 27 URL-safe characters. */
export const newSecret = (): string => randomBytes(20).toString('base64url')

/** Secrets at rest are stored as their SHA-256: they are random, so no slow hash is needed. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('base64url')

export function sameSecret(secret: string, hash: string): boolean {
  const ours = Buffer.from(hashSecret(secret))
  const theirs = Buffer.from(hash)
  return ours.length === theirs.length && timingSafeEqual(ours, theirs)
}

/** Letters and digits that are not mistaken for one another when read aloud or copied by hand. */
const clear = 'ABCDEFGHJKMNPQRSTVWXYZ23456789'
export function newCode(length: number): string {
  let code = ''
  while (code.length < length) {
    for (const byte of randomBytes(length)) {
      // 240 is the largest multiple of 30 in a byte: taking more would favour the first letters.
      if (byte < 240 && code.length < length) code += clear[byte % clear.length]
    }
  }
  return code
}

/**
 * What opens a visitor's page or identifies a device: the organisation's short reference and a secret.
 * The reference lets the server set the tenant before it looks anything up, so that no query ever has
 * to search across organisations.
 */
export const newToken = (tenant_ref: string): string => `${tenant_ref}-${newSecret()}`
export function tenantRefOf(token: string): string | null {
  const match = /^([a-z0-9]{1,12})-[A-Za-z0-9_-]{27}$/.exec(token)
  return match ? match[1]! : null
}
