import { runWithNode24 } from './bootstrap.mjs'

await runWithNode24('scripts/test.ts', process.argv.slice(2), { dev_dependencies: true })
