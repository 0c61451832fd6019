import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A hundred megabytes that only this figure needs: fetched when it runs, and kept beside the build cache. */
const version = '13.5.0'

export interface Scores {
  performance: number
  accessibility: number
  'best-practices': number
  seo: number
}

const run = (
  program: string,
  args: string[],
  options: { cwd: string; env?: NodeJS.ProcessEnv },
): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      ...options,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32' && program === 'npm',
    })
    const [out, err]: [string[], string[]] = [[], []]
    child.stdout.setEncoding('utf8').on('data', (text: string) => out.push(text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => err.push(text))
    child.on('error', reject)
    child.on('close', (code) =>
      code === 0
        ? resolve(out.join(''))
        : reject(new Error(err.join('').slice(-500) || `ended with ${code}`)),
    )
  })

/** @returns the program's path, or null with a word to whoever measures when it cannot be had */
export async function lighthouse(root: string, say: (line: string) => void): Promise<string | null> {
  const folder = join(root, '.cache', `lighthouse-${version}`)
  const program = join(folder, 'node_modules', 'lighthouse', 'cli', 'index.js')
  if (existsSync(program)) return program
  say('fetching Lighthouse, once…')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{"private":true}')
  try {
    await run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', `lighthouse@${version}`], {
      cwd: folder,
    })
    return program
  } catch (error) {
    say(`Lighthouse could not be fetched: ${error instanceof Error ? error.message : String(error)}`)
    return null
  }
}

/** One page as Lighthouse's own emulated phone sees it; scores from 0 to 100. */
export async function scoresOf(program: string, browser: string, url: string): Promise<Scores> {
  const report = await run(
    process.execPath,
    [
      program,
      url,
      '--output=json',
      '--quiet',
      '--chrome-flags=--headless=new --no-sandbox --disable-dev-shm-usage --disable-background-networking',
    ],
    { cwd: join(program, '..'), env: { ...process.env, CHROME_PATH: browser } },
  )
  const { categories } = JSON.parse(report) as { categories: Record<keyof Scores, { score: number | null }> }
  const score = (name: keyof Scores): number => Math.round((categories[name].score ?? 0) * 100)
  return {
    performance: score('performance'),
    accessibility: score('accessibility'),
    'best-practices': score('best-practices'),
    seo: score('seo'),
  }
}
