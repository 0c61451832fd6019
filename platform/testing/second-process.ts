import { pino } from 'pino'
import { platformModule } from '../as-module.ts'
import { readConfig } from '../config.ts'
import { createServer } from '../http/server.ts'
import { createPlatform } from '../platform.ts'

/** Another process of the same product, for tests of what several have in common. Prints its address. */
const platform = await createPlatform({
  config: readConfig(process.env),
  modules: [platformModule],
  log: pino({ level: process.env.TEST_LOG ?? 'silent' }, pino.destination(2)),
})
const { app } = await createServer(platform, { version: 'test', web_directory: null })
process.on('SIGTERM', () => {
  void app
    .close()
    .then(() => platform.close())
    .then(() => process.exit(0))
})
process.stdout.write(`${await app.listen({ port: 0, host: '127.0.0.1' })}\n`)
