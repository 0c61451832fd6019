import assert from 'node:assert/strict'
import { test } from 'node:test'
import { organisation } from './module.ts'

test('every permission that an endpoint asks for is granted to somebody, and none is left over', () => {
  const asked = new Set(
    organisation.routes
      .flatMap(({ endpoint }) => endpoint.permission)
      .filter((permission) => permission.includes('.')),
  )
  assert.deepEqual([...asked].toSorted(), Object.keys(organisation.permissions).toSorted())
})
