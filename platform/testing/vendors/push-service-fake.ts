import {
  createDecipheriv,
  createECDH,
  createPublicKey,
  hkdfSync,
  randomBytes,
  verify,
  type ECDH,
} from 'node:crypto'
import { fakeServer, type FakeServer } from './fake-server.ts'

export interface FakeBrowser {
  subscription: { endpoint: string; keys: { p256dh: string; auth: string } }
  /** What it shows; the same tag takes the place of what was there. */
  shown: Map<string, { title: string; body: string; link: string | null }>
}
export interface PushServiceFake extends FakeServer {
  host: string
  browser: () => FakeBrowser
  /** The person took the permission back. */
  leave: (browser: FakeBrowser) => void
}

/** A browser's push service, and browsers that can open what is addressed to them (RFC 8030, 8188, 8291, 8292). */
export async function pushServiceFake(): Promise<PushServiceFake> {
  const browsers = new Map<string, { browser: FakeBrowser; key: ECDH; auth: Buffer }>()
  const server = await fakeServer((request) => {
    const known = browsers.get(request.path)
    if (!known) return { status: 410 }
    if (request.headers.ttl === undefined) return { status: 400, body: { reason: 'TTL missing' } }
    if (!isVapid(request.headers.authorization ?? '', new URL(server.url).origin))
      return { status: 403, body: { reason: 'bad VAPID' } }
    if (!/^[A-Za-z0-9_-]{1,32}$/.test(String(request.headers.topic ?? 'x')))
      return { status: 400, body: { reason: 'bad topic' } }
    const message = JSON.parse(open(request.body, known.key, known.auth))
    known.browser.shown.set(message.tag, message)
    return { status: 201, headers: { location: `${server.url}/m/${randomBytes(6).toString('hex')}` } }
  })
  return Object.assign(server, {
    host: new URL(server.url).host,
    browser() {
      const key = createECDH('prime256v1')
      const auth = randomBytes(16)
      const path = `/push/${randomBytes(12).toString('hex')}`
      const browser: FakeBrowser = {
        subscription: {
          endpoint: server.url + path,
          keys: { p256dh: key.generateKeys('base64url'), auth: auth.toString('base64url') },
        },
        shown: new Map(),
      }
      browsers.set(path, { browser, key, auth })
      return browser
    },
    leave(browser: FakeBrowser) {
      browsers.delete(new URL(browser.subscription.endpoint).pathname)
    },
  })
}

/** The sender's token is signed with the key it names, for this service, and has not run out. */
function isVapid(authorization: string, audience: string): boolean {
  const [, token, key] = /^vapid t=([^,]+), ?k=(.+)$/.exec(authorization) ?? []
  if (!token || !key) return false
  const [header, claims, signature] = token.split('.') as [string, string, string]
  const point = Buffer.from(key, 'base64url')
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  }
  const genuine = verify(
    'sha256',
    Buffer.from(`${header}.${claims}`),
    { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  )
  const said = JSON.parse(Buffer.from(claims, 'base64url').toString())
  return (
    genuine &&
    said.aud === audience &&
    said.exp * 1_000 > Date.now() &&
    said.exp * 1_000 <= Date.now() + 86_400_000
  )
}

/** One aes128gcm record, as a browser opens it. */
function open(body: Buffer, key: ECDH, auth: Buffer): string {
  const salt = body.subarray(0, 16)
  const length = body[20]!
  const sender = body.subarray(21, 21 + length)
  const sealed = body.subarray(21 + length)
  const derive = (secret: Buffer, salted: Buffer, what: Buffer, bytes: number): Buffer =>
    Buffer.from(hkdfSync('sha256', secret, salted, what, bytes))
  const both = Buffer.concat([Buffer.from('WebPush: info\0'), key.getPublicKey(), sender])
  const secret = derive(key.computeSecret(sender), auth, both, 32)
  const content_key = derive(secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16)
  const nonce = derive(secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12)
  const decipher = createDecipheriv('aes-128-gcm', content_key, nonce)
  decipher.setAuthTag(sealed.subarray(-16))
  const plain = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()])
  return plain.subarray(0, plain.lastIndexOf(2)).toString()
}
