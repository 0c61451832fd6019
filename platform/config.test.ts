import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConfigurationError, readConfig } from './config.ts'

const good = { DATABASE_URL: 'postgres://u:p@localhost/db', SECRET_KEY: 'x'.repeat(32) }

const refusal = (environment: Record<string, string | undefined>): string => {
  try {
    readConfig(environment)
  } catch (error) {
    assert.ok(error instanceof ConfigurationError)
    return error.message
  }
  throw new Error('was accepted')
}

test('defaults suffice beside the database and the key', () => {
  const config = readConfig(good)
  assert.equal(config.PORT, 8000)
  assert.equal(config.HOST, '127.0.0.1')
  assert.deepEqual(config.GUICHET_ROLES, ['api', 'worker'])
  assert.deepEqual(config.CORS_ORIGINS, [])
  assert.equal(config.GUICHET_DEMO, false)
})

test('what is missing or empty is named as not set', () => {
  assert.match(refusal({ SECRET_KEY: good.SECRET_KEY }), /DATABASE_URL: is not set/)
  assert.match(refusal({ ...good, SECRET_KEY: '' }), /SECRET_KEY: is not set/)
  const both = refusal({})
  assert.match(both, /DATABASE_URL/)
  assert.match(both, /SECRET_KEY/)
})

const wrong: Record<string, string> = {
  NODE_ENV: 'staging',
  PORT: '70000',
  PUBLIC_URL: 'somewhere',
  DATABASE_URL: 'mysql://localhost/db',
  DATABASE_POOL: '0',
  REDIS_URL: 'http://localhost',
  SECRET_KEY: 'short',
  GUICHET_ROLES: 'api,cook',
  GUICHET_DEMO: 'perhaps',
  GUICHET_DEMO_PUBLIC: 'perhaps',
  CORS_ORIGINS: 'not an origin',
  LOG_LEVEL: 'loud',
  RATE_LIMIT: '-1',
  METRICS_TOKEN: 'short',
}
for (const [name, value] of Object.entries(wrong)) {
  test(`a wrong ${name} is refused by its name, and its value is not repeated`, () => {
    const message = refusal({ ...good, [name]: value })
    assert.match(message, new RegExp(`^ {2}${name}: `, 'm'))
    if (/SECRET|TOKEN/.test(name)) assert.ok(!message.includes(value))
  })
}

test('demo logins are not shown to strangers unless asked for twice', () => {
  const open = { ...good, GUICHET_DEMO: '1', HOST: '0.0.0.0' }
  assert.match(refusal(open), /GUICHET_DEMO/)
  assert.equal(readConfig({ ...open, GUICHET_DEMO_PUBLIC: '1' }).GUICHET_DEMO, true)
  for (const host of ['127.0.0.1', '127.4.5.6', 'localhost', '::1']) {
    assert.equal(readConfig({ ...open, HOST: host }).HOST, host)
  }
  for (const host of ['::', '10.0.0.4', '127.0.0.1.example.org', 'guichet.example.org']) {
    assert.match(refusal({ ...open, HOST: host }), /GUICHET_DEMO/)
  }
})
