import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

/** Compresses once, as hard as it goes, instead of on every answer. */
export function precompress(): Plugin {
  let folder = ''
  return {
    name: 'guichet:precompress',
    apply: 'build',
    configResolved: (config) => void (folder = config.build.outDir),
    closeBundle: {
      order: 'post',
      handler() {
        // A build that failed closes too, and its error must not hide behind ours.
        if (!existsSync(folder)) return
        for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
          if (!/\.(js|css|html|svg|webmanifest)$/.test(name)) continue
          const file = join(folder, name)
          const plain = readFileSync(file)
          // Below one network packet there is nothing to win.
          if (plain.length < 1200) continue
          writeFileSync(`${file}.gz`, gzipSync(plain, { level: 9 }))
          const params = {
            [constants.BROTLI_PARAM_QUALITY]: 11,
            [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
          }
          writeFileSync(`${file}.br`, brotliCompressSync(plain, { params }))
        }
      },
    },
  }
}
