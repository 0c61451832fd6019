import { pino } from 'pino'
import { platformModule } from '@guichet/platform/as-module'
import { readConfig } from '@guichet/platform/config'
import { createPlatform } from '@guichet/platform/platform'
import { createWorker } from '@guichet/platform/worker'
import { noticesModule } from './notices-module.ts'

/** A worker that only delivers messages, to be killed. */
const platform = await createPlatform({
  config: readConfig(process.env),
  modules: [platformModule, noticesModule],
  log: pino({ level: 'silent' }),
})
await createWorker(platform)
process.on('disconnect', () => process.exit(0))
process.send?.('working')
