import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keyName } from './shortcut-store.ts'

const press = (
  key: string,
  code: string,
  held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {},
) => keyName({ key, code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held })

test('letters go by what they write', () => {
  assert.equal(press('a', 'KeyQ'), 'a') // AZERTY
  assert.equal(press('N', 'KeyN'), 'n') // caps lock
  assert.equal(press('N', 'KeyN', { shiftKey: true }), 'shift+n')
  assert.equal(press('?', 'KeyM', { shiftKey: true }), '?')
})

test('digits go by their place, since AZERTY writes them with Shift', () => {
  assert.equal(press('&', 'Digit1'), '1')
  assert.equal(press('é', 'Digit2'), '2')
  assert.equal(press('1', 'Numpad1'), '1')
})

test('other alphabets fall back on the place', () => assert.equal(press('ى', 'KeyN'), 'n'))

test('control keys are written out, Alt is the browser’s', () => {
  assert.equal(press('z', 'KeyW', { ctrlKey: true }), 'ctrl+z')
  assert.equal(press('k', 'KeyK', { metaKey: true }), 'ctrl+k')
  assert.equal(press('n', 'KeyN', { altKey: true }), null)
})
