import { gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'
import { reachable } from './reachable.ts'

/** Says what each page's first load weighs and refuses what is over its budget (kB, gzip). */
export function firstLoad(budgets: Record<string, number>): Plugin {
  return {
    name: 'guichet:first-load',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        for (const [page, budget] of Object.entries(budgets)) {
          let bytes = 0
          for (const name of reachable(bundle, page)) {
            const file = bundle[name]
            if (file?.type === 'chunk') bytes += gzipSync(file.code, { level: 9 }).length
          }
          const size = `${page}: ${(bytes / 1000).toFixed(1)} kB of script at first load, budget ${budget}`
          if (bytes > budget * 1000) this.error(size)
          this.info(size)
        }
      },
    },
  }
}
