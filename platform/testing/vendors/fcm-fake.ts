import { createVerify, generateKeyPairSync, randomBytes } from 'node:crypto'
import { bearerOf, fakeServer, type FakeServer } from './fake-server.ts'

export interface FcmFake extends FakeServer {
  account: { project_id: string; client_email: string; private_key: string }
  token_url: string
  /** Telephones whose app is installed. */
  devices: Set<string>
  /** What each telephone shows: messages with the same tag take one another's place. */
  shown: Map<string, Map<string, { title: string; body: string }>>
  tokens_given: number
}

const decoded = (part: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(part, 'base64url').toString())

/** Google's token endpoint for service accounts, and FCM HTTP v1. */
export async function fcmFake(): Promise<FcmFake> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const account = {
    project_id: 'guichet-test',
    client_email: 'push@guichet-test.iam.gserviceaccount.com',
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
  const devices = new Set<string>()
  const shown: FcmFake['shown'] = new Map()
  const tokens = new Set<string>()
  const fault = (status: number, name: string, message: string, errorCode?: string) => ({
    status,
    body: {
      error: {
        code: status,
        message,
        status: name,
        ...(errorCode
          ? { details: [{ '@type': 'type.googleapis.com/google.firebase.fcm.v1.FcmError', errorCode }] }
          : {}),
      },
    },
  })
  const server = await fakeServer(
    (request) => {
      if (request.path === '/token') {
        const assertion = new URLSearchParams(request.body.toString()).get('assertion') ?? ''
        const [header = '', claims = '', signature = ''] = assertion.split('.')
        const genuine = createVerify('RSA-SHA256')
          .update(`${header}.${claims}`)
          .verify(publicKey, signature, 'base64url')
        const said = genuine ? decoded(claims) : {}
        const now_s = Date.now() / 1_000
        if (
          !genuine ||
          said.iss !== account.client_email ||
          said.aud !== fake.token_url ||
          Number(said.exp) < now_s
        )
          return {
            status: 400,
            body: { error: 'invalid_grant', error_description: 'Invalid JWT Signature.' },
          }
        const access_token = `ya29.${randomBytes(24).toString('base64url')}`
        tokens.add(access_token)
        fake.tokens_given++
        return { status: 200, body: { access_token, expires_in: 3_599, token_type: 'Bearer' } }
      }
      if (request.path !== `/v1/projects/${account.project_id}/messages:send`)
        return fault(404, 'NOT_FOUND', 'Requested entity was not found.')
      if (!tokens.has(bearerOf(request)))
        return fault(401, 'UNAUTHENTICATED', 'Request had invalid authentication credentials.')
      const { message } = JSON.parse(request.body.toString())
      if (!message?.token)
        return fault(400, 'INVALID_ARGUMENT', 'The message has no token', 'INVALID_ARGUMENT')
      if (!/^\d+(\.\d+)?s$/.test(message.android?.ttl ?? '1s'))
        return fault(400, 'INVALID_ARGUMENT', 'Invalid TTL', 'INVALID_ARGUMENT')
      if (!devices.has(message.token))
        return fault(404, 'NOT_FOUND', 'Requested entity was not found.', 'UNREGISTERED')
      const screen = shown.get(message.token) ?? new Map()
      screen.set(message.android?.notification?.tag ?? randomBytes(4).toString('hex'), message.notification)
      shown.set(message.token, screen)
      return {
        status: 200,
        body: { name: `projects/${account.project_id}/messages/${randomBytes(8).toString('hex')}` },
      }
    },
    (status) =>
      fault(
        status,
        status === 429 ? 'RESOURCE_EXHAUSTED' : 'INTERNAL',
        'Try again later',
        status === 429 ? 'QUOTA_EXCEEDED' : 'INTERNAL',
      ).body,
  )
  const fake: FcmFake = Object.assign(server, {
    account,
    token_url: `${server.url}/token`,
    devices,
    shown,
    tokens_given: 0,
  })
  return fake
}
