import { test } from 'node:test'
import { writeFileSync } from 'node:fs'
import { testHouse } from '@guichet/platform/testing'
import { organisation } from './module.ts'
test('x', async () => {
  const house = await testHouse([organisation])
  const a = await house.server.app.inject('/api/v1/openapi.json')
  writeFileSync('/tmp/org-openapi.json', a.body)
  console.log(a.statusCode, a.body.length)
})
