import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { pageFor } from './dev.ts'
import { webFingerprint } from './web-build.ts'

function tree(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'guichet-tree-'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}

test('in development Vite answers for pages and sources, the server for the rest', (t) => {
  const root = tree({
    'web/index.html': '',
    'web/device.html': '',
    'web/main.tsx': '',
    'web/public/icon.svg': '',
  })
  t.after(() => rmSync(root, { recursive: true, force: true }))
  const page = { accept: 'text/html,*/*' }
  const ask = (url: string, headers: Record<string, string> = {}, method = 'GET') =>
    pageFor(root, { url, method, headers })
  assert.equal(ask('/login', page), '/index.html')
  assert.equal(ask('/', page), undefined)
  assert.equal(ask('/t', page), '/index.html')
  assert.equal(ask('/t/demo/desk?x=1', page), '/index.html')
  assert.equal(ask('/device/kiosk', page), '/device.html')
  assert.equal(ask('/main.tsx?t=12'), '/main.tsx?t=12')
  assert.equal(ask('/icon.svg'), '/icon.svg')
  assert.equal(ask('/@vite/client'), '/@vite/client')
  assert.equal(ask('/', { upgrade: 'websocket', 'sec-websocket-protocol': 'vite-hmr' }), '/')
  assert.equal(ask('/api/v1/live', { upgrade: 'websocket' }), undefined)
  assert.equal(ask('/api/v1/me', page), undefined)
  assert.equal(ask('/p/demo', page), undefined)
  assert.equal(ask('/t/demo', page, 'POST'), undefined)
  assert.equal(ask('/unknown.json'), undefined)
})

test('the pages are stale after a change that they can see, and only then', (t) => {
  const root = tree({
    'package-lock.json': '{}',
    'web/main.tsx': 'a',
    'modules/queue/contract.ts': 'a',
    'modules/queue/locales/fr.json': '{}',
    'modules/queue/commands.ts': 'a',
    'modules/queue/migrations/0001_ticket.sql': 'a',
    'platform/contract.ts': 'a',
    'platform/db/pool.ts': 'a',
  })
  t.after(() => rmSync(root, { recursive: true, force: true }))
  const change = (path: string) => {
    const before = webFingerprint(root)
    mkdirSync(join(root, path, '..'), { recursive: true })
    writeFileSync(join(root, path), 'changed')
    return webFingerprint(root) !== before
  }
  for (const seen of ['web/main.tsx', 'modules/queue/contract.ts', 'modules/queue/locales/fr.json']) {
    assert.ok(change(seen), seen)
  }
  for (const seen of ['platform/contract.ts', 'package-lock.json', 'kit/Page.tsx'])
    assert.ok(change(seen), seen)
  const unseen = [
    'modules/queue/commands.ts',
    'modules/queue/migrations/0001_ticket.sql',
    'platform/db/pool.ts',
  ]
  for (const path of [...unseen, 'web/dist/index.html', 'web/main.test.ts']) assert.ok(!change(path), path)
})
