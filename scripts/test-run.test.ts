import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { addCounts, countsLine, findTests } from './test-run.ts'

const files = {
  'mixed.test.ts': `
    import { test } from 'node:test'
    test('passes', () => {})
    test('fails', () => { console.log('said before'); throw new Error('the reason') })
    test('skips', { skip: true }, () => {})`,
  'broken.test.ts': 'const a: = 3',
  'dies.test.ts': `import { test } from 'node:test'\ntest('dies', () => process.exit(0))\ntest('next', () => {})`,
}

test('files are counted whatever becomes of them, and failures say why', (t) => {
  const root = mkdtempSync(join(tmpdir(), 'guichet-run-'))
  t.after(() => rmSync(root, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text)
  const program = `
    import { runTestFiles } from ${JSON.stringify(new URL('test-run.ts', import.meta.url).href)}
    let said = ''
    const counts = {}
    for (const file of ${JSON.stringify(Object.keys(files))}) {
      counts[file] = await runTestFiles({
        root: ${JSON.stringify(root)}, files: [file], concurrency: 1, timeout_ms: 5000,
        signal: new AbortController().signal, write: (text) => (said += text),
      })
    }
    console.log(JSON.stringify({ counts, said }))`
  writeFileSync(join(root, 'program.mjs'), program)
  // Within a test, Node would refuse to run tests.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env
  const ran = spawnSync(process.execPath, [join(root, 'program.mjs')], {
    env,
    encoding: 'utf8',
  })
  const { counts, said } = JSON.parse(ran.stdout) as { counts: Record<string, unknown>; said: string }
  assert.deepEqual(counts['mixed.test.ts'], { passed: 1, failed: 1, skipped: 1 })
  assert.deepEqual(counts['broken.test.ts'], { passed: 0, failed: 1, skipped: 0 })
  assert.match(said, /the reason/)
  assert.match(said, /said before/)
  assert.match(said, /ERR_INVALID_TYPESCRIPT_SYNTAX/)
  assert.ok((counts['dies.test.ts'] as { failed: number }).failed > 0, 'an early exit is no success')
})

test('the last line names what was skipped only when something was', () => {
  assert.equal(countsLine(addCounts({ passed: 2 }, { passed: 1, failed: 0 })), '3 passed, 0 failed')
  assert.equal(countsLine({ passed: 0, failed: 1, skipped: 4 }), '0 passed, 1 failed, 4 skipped')
})

test('filters choose files by a part of their path', () => {
  const root = join(import.meta.dirname, '..')
  assert.deepEqual(findTests(root, ['scripts'], ['test-run']), ['scripts/test-run.test.ts'])
  assert.ok(findTests(root, ['scripts'], []).length > 1)
})
