import { dirname } from 'node:path'
import { runJourneys, testWebBuild } from './test-journeys.ts'
import { findTests, runTestFiles } from './test-run.ts'
import { testSession } from './test-session.ts'

const root = dirname(import.meta.dirname)
const filters = process.argv.slice(2).map((filter) => filter.replaceAll('\\', '/').replace(/^\.\//, ''))
const folders = ['platform', 'kit', 'plots', 'modules', 'server', 'web', 'scripts']

await testSession(async ({ part, services, signal, write }) => {
  const whole = filters.length === 0
  if (whole) {
    await part('types, lint, format, house', async () => {
      const { check } = await import('./check.ts')
      return check()
    })
  }
  const files = findTests(root, folders, filters)
  const ready = await services()
  if (ready) {
    await part(`${files.length} files of unit and integration tests`, () => {
      if (files.length === 0) throw new Error(`no test file matches ${filters.join(' ')}`)
      return runTestFiles({ root, files, concurrency: 2, timeout_ms: 300_000, signal, write })
    })
  }
  if (whole) {
    await part('web build', () => testWebBuild({ root, signal, write }))
    if (ready) await part('browser journeys', () => runJourneys({ root, signal, write }, []))
  }
})
