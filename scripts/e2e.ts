import { dirname } from 'node:path'
import { runJourneys, testWebBuild } from './test-journeys.ts'
import { testSession } from './test-session.ts'

const root = dirname(import.meta.dirname)

await testSession(async ({ part, services, signal, write }) => {
  await part('web build', () => testWebBuild({ root, signal, write }))
  if (await services()) {
    await part('browser journeys', () => runJourneys({ root, signal, write }, process.argv.slice(2)))
  }
})
