import { createHash } from 'node:crypto'
import type { Plugin } from 'vite'
import { reachable } from './reachable.ts'

/** Tells the service worker which files the shell consists of; a changed list is a new version of it. */
export function workerFiles(): Plugin {
  return {
    name: 'guichet:worker-files',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const worker = bundle['sw.js']
        if (worker?.type !== 'chunk') return
        const names = new Set([...reachable(bundle, '/index.html'), ...reachable(bundle, '/device.html')])
        for (const name of Object.keys(bundle)) {
          if (/\.css$|^assets\/(theme|fr|en)-/.test(name)) names.add(name)
        }
        const files = [...names].toSorted().map((name) => `/${name}`)
        const version = createHash('sha256').update(files.join()).digest('hex').slice(0, 10)
        worker.code = worker.code.replaceAll('__BUILD__', JSON.stringify({ version, files }))
      },
    },
  }
}
