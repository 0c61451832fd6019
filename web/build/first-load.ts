import { gzipSync } from 'node:zlib'
import type { Plugin, Rolldown } from 'vite'
import { reachable } from './reachable.ts'

interface Budget {
  page: string
  /** kB of script, compressed, before the page can show anything. */
  first: number
  /** Source files that are fetched one at a time afterwards, and what each may add. */
  parts: RegExp
  each: number
}

/** Says what pages weigh; refuses a first load over its budget and names later parts that are over theirs. */
export function firstLoad(budgets: readonly Budget[]): Plugin {
  return {
    name: 'guichet:first-load',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        for (const { page, first, parts, each } of budgets) {
          const begun = reachable(bundle, `/${page}`)
          const bytes = weigh(bundle, begun)
          const weighed = Object.values(bundle)
            .flatMap((file) =>
              file.type === 'chunk' && file.isDynamicEntry ? (file.facadeModuleId ?? []) : [],
            )
            .filter((source) => parts.test(source))
            .map((source) => ({
              name: source.split('/').at(-1),
              bytes: weigh(bundle, reachable(bundle, source).difference(begun)),
            }))
            .toSorted((a, b) => b.bytes - a.bytes)
          const heaviest = weighed[0]
            ? `; heaviest part ${weighed[0].name} ${kB(weighed[0].bytes)} of ${each}`
            : ''
          const said = `${page}: ${kB(bytes)} of ${first} kB of script at first load${heaviest}`
          if (bytes > first * 1000) this.error(said)
          this.info(said)
          for (const part of weighed) {
            if (part.bytes > each * 1000) this.warn(`${part.name}: ${kB(part.bytes)} kB, budget ${each}`)
          }
        }
      },
    },
  }
}

function weigh(bundle: Rolldown.OutputBundle, names: Set<string>): number {
  let bytes = 0
  for (const name of names) {
    const file = bundle[name]
    if (file?.type === 'chunk') bytes += gzipSync(file.code, { level: 9 }).length
  }
  return bytes
}

const kB = (bytes: number) => (bytes / 1000).toFixed(1)
