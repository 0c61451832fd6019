import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { parseEnv } from 'node:util'
import { readConfig, variableNames } from './config.ts'

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')
const example = parseEnv(read('.env.example'))
const needed = { DATABASE_URL: 'postgres://u:p@localhost/db', SECRET_KEY: 'x'.repeat(32) }

test('.env.example lists every variable, and no other', () => {
  assert.deepEqual(Object.keys(example).toSorted(), variableNames.toSorted())
})

test('.env.example changes nothing for whoever copies it', () => {
  const copied = Object.fromEntries(Object.entries(example).filter(([, value]) => value !== ''))
  assert.deepEqual(readConfig({ ...copied, ...needed }), readConfig(needed))
})

test('docs/operating.md explains every variable', () => {
  const explained = [...read('docs/operating.md').matchAll(/^\| `([A-Z0-9_]+)` \|/gm)].map(
    ([, name]) => name ?? '',
  )
  assert.deepEqual(explained.toSorted(), variableNames.toSorted())
})
