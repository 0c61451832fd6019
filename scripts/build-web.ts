import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { build } from 'vite'
import { stampFile, webFingerprint } from './web-build.ts'

const root = dirname(import.meta.dirname)
// Taken before: what changes during the build makes the next start build again.
const fingerprint = webFingerprint(root)
// `native`: Node reads the TypeScript configuration itself, and nothing is written into node_modules,
// which an ordinary user may not own.
await build({ root: join(root, 'web'), configLoader: 'native', logLevel: 'warn' })
writeFileSync(stampFile(root), fingerprint)
