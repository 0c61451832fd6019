import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { browserForTests } from '../scripts/browser-for-tests.ts'
import { startEmbeddedPostgres } from '../scripts/embedded-postgres.ts'
import { buildWeb, webIsBuilt } from '../scripts/web-build.ts'
import { fact, none, type Figure } from './figure.ts'

const root = dirname(import.meta.dirname)

/** The journey that opens every screen and what opens over it, run as the tests run it, and counted. */
export const axe: Figure = {
  name: 'axe',
  title: 'violations on any screen, both themes, both languages',
  async run(bench) {
    if (!webIsBuilt(root)) await buildWeb(root)
    const executable = await browserForTests(bench.say)
    if (!executable) return [fact('axe', 'not measured: no Chromium on this machine')]
    // Its own server: the tests' roles have other passwords than the bench's.
    const data_dir = mkdtempSync(join(tmpdir(), 'guichet-axe-'))
    chmodSync(data_dir, 0o711)
    const postgres = await startEmbeddedPostgres({ data_dir, log: bench.say, durable: false })
    bench.afterwards(async () => {
      await postgres.stop()
      rmSync(data_dir, { recursive: true, force: true })
    })
    const output = await new Promise<string>((resolve, reject) => {
      const child = spawn(
        process.execPath,
        ['--test', '--test-reporter=tap', join(root, 'e2e', 'screens.test.ts')],
        {
          cwd: root,
          env: {
            ...process.env,
            TEST_DATABASE_URL: postgres.owner_url,
            CHROMIUM_PATH: executable,
            EVERY_SCREEN: '1',
          },
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      )
      const texts: string[] = []
      child.stdout.setEncoding('utf8').on('data', (text: string) => texts.push(text))
      child.on('error', reject)
      child.on('close', () => resolve(texts.join('')))
    })
    const count = (name: string): number =>
      Number(new RegExp(`^# ${name} (\\d+)`, 'm').exec(output)?.[1] ?? Number.NaN)
    const screens = [...output.matchAll(/# (\d+) screens/g)].map(([, n]) => Number(n))
    if (screens.length === 0) throw new Error(`the journey did not run: ${output.slice(-500)}`)
    return [
      fact('screens looked at', `${screens.join(' + ')}, one number for each theme and language`),
      none('themes and languages with a violation', count('fail')),
    ]
  },
}
