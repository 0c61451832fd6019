import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { onStopRequest } from './stop-signals.ts'

const { start } = (await import(
  pathToFileURL(join(dirname(import.meta.dirname), 'server', 'main.ts')).href
)) as {
  start: (env: NodeJS.ProcessEnv) => Promise<{ close: () => Promise<void> }>
}
const server = start(process.env)
onStopRequest(() => {
  void server.then((started) => started.close()).finally(() => process.exit(0))
})
await server
