import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readConfig } from '@guichet/platform/config'
import { migrateUp } from '@guichet/platform/migrate'
import { createPlatform, type Platform } from '@guichet/platform/platform'
import { createServer } from '@guichet/platform/server'
import { createWorker, type Worker } from '@guichet/platform/worker'
import { fillDemo, type DemoFill } from './demo.ts'
import { modules } from './modules.ts'
import { welcome } from './welcome.ts'

export interface Running {
  url: string
  platform: Platform
  /** Ends when the demo's history is written. */
  demo_filled: Promise<void>
  close: () => Promise<void>
}

const root = fileURLToPath(new URL('..', import.meta.url))
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }

/** Starts what GUICHET_ROLES names (api, worker) after bringing the database to the present. */
export async function start(environment: Record<string, string | undefined>): Promise<Running> {
  const config = readConfig(environment)
  const sources = modules.map((module) => ({
    module: module.name,
    directory: fileURLToPath(module.migrations),
  }))
  await migrateUp(config.DATABASE_URL, config.SECRET_KEY, sources)
  const platform = await createPlatform({ config, modules })
  let url = platform.sign_in.issuer
  let worker: Worker | null = null
  let closeServer = async (): Promise<void> => {}
  let demo: DemoFill = { organisations: [], done: Promise.resolve(), close: async () => {} }
  if (config.GUICHET_DEMO) demo = await fillDemo(platform)
  if (config.GUICHET_ROLES.includes('api')) {
    const server = await createServer(platform, { version, web_directory: join(root, 'web/dist') })
    const address = await server.app.listen({ port: config.PORT, host: config.HOST })
    url = config.PUBLIC_URL ?? address.replace('127.0.0.1', 'localhost')
    closeServer = () => server.app.close()
  }
  if (config.GUICHET_ROLES.includes('worker')) worker = await createWorker(platform)
  if (config.NODE_ENV !== 'test') process.stdout.write(welcome(url, demo.organisations))
  return {
    url,
    platform,
    demo_filled: demo.done,
    /** Lets requests and jobs under way finish, then lets go of the database. */
    async close() {
      await demo.close()
      await demo.done.catch(() => {})
      await closeServer()
      await worker?.close()
      await platform.close()
    },
  }
}
