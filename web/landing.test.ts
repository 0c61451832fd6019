import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ShellRoute } from '@guichet/kit/shell-route'
import { landingFor } from './landing.ts'

const page = (path: `/${string}`, order: number, permission?: string): ShellRoute => ({
  path,
  area: 'staff',
  permission,
  nav: { label: 'nav', module: 'queue', icon: 'list', order },
  load: () => Promise.reject(new Error('not opened here')),
})
const routes = [page('/live', 30, 'stats'), page('/desk', 10, 'call'), page('/reception', 20, 'issue')]

test('each role begins where its work is', () => {
  const all = ['stats', 'call', 'issue']
  assert.equal(landingFor({ role: 'agent', permissions: all }, routes), '/desk')
  assert.equal(landingFor({ role: 'receptionist', permissions: all }, routes), '/reception')
  for (const role of ['owner', 'admin', 'manager', 'viewer'] as const) {
    assert.equal(landingFor({ role, permissions: all }, routes), '/live')
  }
})

test('else on the first page that is theirs', () => {
  assert.equal(landingFor({ role: 'manager', permissions: ['issue', 'call'] }, routes), '/desk')
  assert.equal(landingFor({ role: 'agent', permissions: ['issue'] }, routes), '/reception')
  assert.equal(landingFor({ role: 'agent', permissions: [] }, routes), undefined)
})
