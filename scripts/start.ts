import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { startDevelopment } from './dev.ts'
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.ts'
import { completeEnvironment, isEmbedded, refuseBusyPort } from './environment.ts'
import { onStopRequest } from './stop-signals.ts'
import { buildWeb, webIsBuilt } from './web-build.ts'

const root = dirname(import.meta.dirname)
const development = process.argv.includes('--dev')

const say = (line: string) => console.log(line)
const seconds = (since: number) => `${((Date.now() - since) / 1000).toFixed(1)} s`

/** What must be undone, last first; promises, so that a stop during the start waits for what is under way. */
const running: Promise<{ close: () => Promise<void> }>[] = []

async function stopEverything(code: number): Promise<never> {
  for (const part of running.reverse()) {
    // A page that never hangs up must not keep the database from closing well. What failed to start was
    // explained by main().
    const closed = part.then(
      (started) => started.close().catch((error: unknown) => console.error(error)),
      () => {},
    )
    await Promise.race([closed, new Promise((done) => setTimeout(done, 10_000))])
  }
  process.exit(code)
}

let stopping = false
onStopRequest(() => {
  stopping = true
  say('Arrêt… / Stopping…')
  void stopEverything(0)
})

function track<T extends { close: () => Promise<void> }>(part: Promise<T>): Promise<T> {
  running.push(part)
  return part
}

async function startDatabase(): Promise<void> {
  const since = Date.now()
  const options = {
    data_dir: process.env.DATA_DIR!,
    log: say,
    on_lost: () => {
      console.error('La base de données ne repart pas : arrêt. / The database does not come back: stopping.')
      void stopEverything(1)
    },
  }
  const { database } = await track(
    startEmbeddedPostgres(options).then((database: EmbeddedPostgres) => ({ database, close: database.stop })),
  )
  process.env.DATABASE_URL = database.owner_url
  say(`Base de données embarquée prête / embedded database ready (${seconds(since)})`)
}

async function prepareWeb(): Promise<void> {
  if (webIsBuilt(root)) return
  const since = Date.now()
  say('Préparation des pages… / Building the pages…')
  await buildWeb(root)
  say(`Pages prêtes / pages ready (${seconds(since)})`)
}

async function main(): Promise<void> {
  completeEnvironment(root)
  const { PORT, HOST } = process.env as { PORT: string; HOST: string }
  await refuseBusyPort(HOST, Number(PORT), 'PORT')
  if (development)
    await refuseBusyPort('127.0.0.1', Number(process.env.API_PORT || Number(PORT) + 1), 'API_PORT')
  await Promise.all([isEmbedded() && startDatabase(), development || prepareWeb()])
  if (stopping) return
  if (development) {
    await track(startDevelopment(root, say))
    return
  }
  const { start } = (await import(pathToFileURL(join(root, 'server', 'main.ts')).href)) as {
    start: (env: NodeJS.ProcessEnv) => Promise<{ url: string; close: () => Promise<void> }>
  }
  await track(start(process.env))
}

/** Errors that a person can act on are sentences; anything else is a bug and keeps its stack. */
function explain(error: unknown): void {
  const sentences = ['StartRefused', 'DatabaseBusyError', 'ConfigurationError', 'WebBuildError']
  if (!(error instanceof Error)) return console.error(error)
  if (sentences.includes(error.constructor.name)) return console.error(`\n${error.message}\n`)
  const { code, path } = error as NodeJS.ErrnoException
  if (
    (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') &&
    path?.startsWith(process.env.DATA_DIR ?? '\0')
  ) {
    return console.error(
      `\nCe compte ne peut pas écrire dans ${process.env.DATA_DIR} (${path}). Changez DATA_DIR, ou le propriétaire du dossier.\n` +
        `This account cannot write in ${process.env.DATA_DIR} (${path}). Change DATA_DIR, or the owner of the folder.\n`,
    )
  }
  console.error(error)
}

main().catch(async (error: unknown) => {
  if (stopping) return
  explain(error)
  await stopEverything(1)
})
