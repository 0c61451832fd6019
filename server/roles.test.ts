import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { modules } from './modules.ts'

const roles = ['owner', 'admin', 'manager', 'agent', 'receptionist', 'viewer']

/** Rows of the table `| permission | owner | … |` in docs/roles.md. */
async function documented(): Promise<Map<string, string[]>> {
  const text = await readFile(new URL('../docs/roles.md', import.meta.url), 'utf8')
  const rows = [...text.matchAll(/^\| `([a-z_.]+)` \|(.*)\|$/gm)]
  return new Map(
    rows.map(([, permission, cells]) => [
      permission!,
      cells!.split('|').flatMap((cell, at) => (cell.includes('●') ? [roles[at]!] : [])),
    ]),
  )
}

test('docs/roles.md shows what the code grants', async () => {
  const table = await documented()
  const granted = Object.assign({}, ...modules.map((module) => module.permissions)) as Record<
    string,
    string[]
  >
  for (const [permission, holders] of Object.entries(granted)) {
    assert.deepEqual(
      table.get(permission),
      roles.filter((role) => holders.includes(role)),
      permission,
    )
  }
  for (const permission of table.keys()) {
    assert.ok(permission in granted, `${permission} is granted nowhere`)
  }
})

test('the original mapping holds: agent 5, manager 13, admin 14', async () => {
  const table = [...(await documented())].slice(0, 14)
  const count = (role: string) => table.filter(([, holders]) => holders.includes(role)).length
  assert.deepEqual([count('agent'), count('manager'), count('admin')], [5, 13, 14])
})
