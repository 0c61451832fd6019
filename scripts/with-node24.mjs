import { runWithNode24 } from './bootstrap.mjs'

// `check` and `e2e` come from the development dependencies; `migrate` must also work on a server.
const [script, ...args] = process.argv.slice(2)
if (!script) throw new Error('usage: node scripts/with-node24.mjs scripts/<file>.ts [arguments]')
await runWithNode24(script, args, { dev_dependencies: !script.endsWith('migrate.ts') })
