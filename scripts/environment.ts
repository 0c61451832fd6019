import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { readSecrets } from './secrets-file.ts'

export const isEmbedded = (): boolean => !process.env.DATABASE_URL

/** Completes the environment of `npm start`. What is set wins, then `.env`, then what is chosen here. */
export function completeEnvironment(root: string): void {
  const file = join(root, '.env')
  if (existsSync(file)) process.loadEnvFile(file)
  const env = process.env
  env.DATA_DIR = resolve(root, env.DATA_DIR || 'data')
  env.PORT ||= '8000'
  env.HOST ||= '127.0.0.1'
  if (!isEmbedded()) return
  env.SECRET_KEY ||= readSecrets(env.DATA_DIR).secret_key
  // A first look needs people and tickets; a machine that others can reach must ask for them.
  const private_machine =
    /^(localhost|::1|127(\.\d{1,3}){3})$/.test(env.HOST) && env.NODE_ENV !== 'production'
  env.GUICHET_DEMO ||= private_machine ? '1' : '0'
  // The terminal of somebody who looks around shows addresses and trouble, not every request.
  if (private_machine) env.LOG_LEVEL ||= 'warn'
}

/** Asked before anything heavy starts, so that the answer comes at once and names what to change. */
export async function refuseBusyPort(host: string, port: number, variable: string): Promise<void> {
  if (!Number.isInteger(port) || port <= 0 || port > 65535) return // the configuration will say it better
  const code = await new Promise<string | undefined>((done) => {
    const server = createServer()
    server.on('error', (error: NodeJS.ErrnoException) => done(error.code ?? error.message))
    server.listen({ host, port, exclusive: true }, () => server.close(() => done(undefined)))
  })
  if (code === undefined) return
  if (code === 'EADDRINUSE') {
    const other = port + 10
    throw new StartRefused(
      `Le port ${port} est déjà pris sur ${host}. Arrêtez l’autre programme, ou changez ${variable} : ${variable}=${other} npm start\n` +
        `Port ${port} is already taken on ${host}. Stop the other program, or change ${variable}: ${variable}=${other} npm start`,
    )
  }
  if (code === 'EACCES') {
    throw new StartRefused(
      `Ce compte n’a pas le droit d’ouvrir le port ${port}. Choisissez ${variable} au-dessus de 1024.\n` +
        `This account may not open port ${port}. Choose ${variable} above 1024.`,
    )
  }
  throw new StartRefused(
    `Impossible d’écouter sur HOST=${host}, ${variable}=${port} (${code}).\n` +
      `Cannot listen on HOST=${host}, ${variable}=${port} (${code}).`,
  )
}

export class StartRefused extends Error {}
