import { runWithNode24 } from './bootstrap.mjs'

await runWithNode24('scripts/start.ts', process.argv.slice(2), {
  dev_dependencies: process.argv.includes('--dev'),
})
