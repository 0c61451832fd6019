import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { join, relative } from 'node:path'
import { drawnByBrowser } from '@guichet/platform/addresses'

const watched = ['platform', 'plots', 'modules', 'server']
const ignored = /(^|\/)(web|node_modules|dist)\/|\.test\.tsx?$|\.md$|~$|\.sw.$/

/**
 * The pages from Vite with hot reload on PORT; everything else is handed to the server, which runs beside it
 * on API_PORT and restarts when its files change. The database stays up meanwhile.
 */
export async function startDevelopment(
  root: string,
  say: (line: string) => void,
): Promise<{ close: () => Promise<void> }> {
  const { createServer } = await import('vite')
  const host = process.env.HOST!
  const port = Number(process.env.PORT)
  const api_port = Number(process.env.API_PORT || port + 1)
  const server = restartingServer(root, api_port, `http://${host}:${port}`, say)
  const vite = await createServer({
    root: join(root, 'web'),
    configLoader: 'native',
    clearScreen: false,
    server: {
      host,
      port,
      strictPort: true,
      proxy: {
        '^/': {
          target: `http://127.0.0.1:${api_port}`,
          ws: true,
          bypass: (request) => pageFor(root, request),
        },
      },
    },
  })
  // Vite's watcher rather than Node's: on Linux the latter loses files that an editor replaces.
  vite.watcher.add(watched.map((folder) => join(root, folder)).filter((folder) => existsSync(folder)))
  vite.watcher.on('all', (event, path) => {
    const file = relative(root, path).replaceAll('\\', '/')
    const ours = watched.some((folder) => file.startsWith(`${folder}/`))
    if (ours && !event.endsWith('Dir') && !ignored.test(file)) server.changed(file)
  })
  await vite.listen()
  say(`Pages avec rechargement / pages with hot reload: http://${host}:${port}/`)
  return {
    close: async () => {
      await vite.close()
      await server.close()
    },
  }
}

/** What Vite should answer with; undefined when the request belongs to the server. */
export function pageFor(
  root: string,
  request: Pick<IncomingMessage, 'url' | 'method' | 'headers'>,
): string | undefined {
  const url = request.url ?? '/'
  // Vite's own live connection, and the pages' ones.
  if (request.headers.upgrade)
    return request.headers['sec-websocket-protocol']?.startsWith('vite-') ? url : undefined
  const path = decodeURIComponent(url.split('?')[0]!)
  if (!['GET', 'HEAD'].includes(request.method ?? '')) return undefined
  if (/^\/(@|node_modules\/)/.test(path)) return url
  for (const folder of ['web', 'web/public']) {
    const file = join(root, folder, path)
    if (path !== '/' && existsSync(file) && statSync(file).isFile()) return url
  }
  if (drawnByBrowser.device.test(path)) return '/device.html'
  return drawnByBrowser.index.test(path) ? '/index.html' : undefined
}

function restartingServer(root: string, api_port: number, address: string, say: (line: string) => void) {
  let child: ChildProcess | undefined
  let closing = false
  let changes: Promise<void> = Promise.resolve()

  const launch = () => {
    const env = {
      ...process.env,
      PORT: String(api_port),
      HOST: '127.0.0.1',
      PUBLIC_URL: process.env.PUBLIC_URL || address,
    }
    const started = spawn(process.execPath, [join(root, 'scripts', 'dev-server.ts')], {
      cwd: root,
      env,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    started.on('exit', (code) => {
      if (child !== started) return
      child = undefined
      if (!closing && code !== 0)
        say('Le serveur attend une correction… / The server waits for a correction…')
    })
    child = started
  }
  const end = () =>
    new Promise<void>((done) => {
      const ending = child
      if (!ending) return done()
      child = undefined
      const hard = setTimeout(() => ending.kill('SIGKILL'), 5_000)
      ending.once('exit', () => {
        clearTimeout(hard)
        done()
      })
      // Closing the channel asks politely on every system; signals do not exist on Windows.
      if (ending.connected) ending.disconnect()
    })

  let timer: NodeJS.Timeout | undefined
  const changed = (file: string) => {
    clearTimeout(timer)
    // Editors write a file in several steps, and a branch change touches hundreds.
    timer = setTimeout(() => {
      changes = changes.then(async () => {
        if (closing) return
        say(`Changement : ${file}, redémarrage du serveur / change, restarting the server`)
        await end()
        launch()
      })
    }, 150)
  }
  launch()
  return {
    changed,
    close: async () => {
      closing = true
      clearTimeout(timer)
      await changes
      await end()
    },
  }
}
