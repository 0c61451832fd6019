import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createSendKeys } from './send-keys.ts'

function sends() {
  let at = 0
  return { keys: createSendKeys(() => at), wait: (ms: number) => void (at += ms) }
}

test('the same act pressed twice, or again within a minute of its loss, has the same key', () => {
  const { keys, wait } = sends()
  const key = keys.keyFor('queue', 'issue')
  wait(90_000)
  assert.equal(keys.keyFor('queue', 'issue'), key, 'still on its way')
  keys.lose('queue', 'issue', key)
  wait(59_999)
  assert.equal(keys.keyFor('queue', 'issue'), key)
  assert.notEqual(keys.keyFor('queue', 'issue for another service'), key)
  assert.notEqual(keys.keyFor('organisation', 'issue'), key)
})

test('a minute after the first loss the same words are another visitor’s', () => {
  const { keys, wait } = sends()
  const key = keys.keyFor('queue', 'issue')
  keys.lose('queue', 'issue', key)
  wait(40_000)
  keys.lose('queue', 'issue', keys.keyFor('queue', 'issue'))
  wait(20_000)
  const next = keys.keyFor('queue', 'issue')
  assert.notEqual(next, key)
  keys.lose('queue', 'issue', next)
  wait(59_000)
  assert.equal(keys.keyFor('queue', 'issue'), next)
})

test('a success in the module ends what was lost there, a refusal only its own act', () => {
  const { keys } = sends()
  const lost = (module: string, act: string) => {
    const key = keys.keyFor(module, act)
    keys.lose(module, act, key)
    return key
  }
  const [issue, call, rename] = [
    lost('queue', 'issue'),
    lost('queue', 'call'),
    lost('organisation', 'rename'),
  ]
  keys.forget('queue', 'issue')
  assert.notEqual(keys.keyFor('queue', 'issue'), issue)
  assert.equal(keys.keyFor('queue', 'call'), call)
  keys.forget('queue')
  assert.notEqual(keys.keyFor('queue', 'call'), call)
  assert.equal(keys.keyFor('organisation', 'rename'), rename)
})

test('what is lost after a success elsewhere keeps the key it was sent under', () => {
  const { keys } = sends()
  const key = keys.keyFor('queue', 'issue')
  keys.forget('queue')
  keys.lose('queue', 'issue', key)
  assert.equal(keys.keyFor('queue', 'issue'), key)
})
