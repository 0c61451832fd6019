import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findProgram, installWithApt } from './find-program.ts'

/** A Chromium that runs on this machine, installed or unpacked if need be; undefined when there is no way. */
export async function browserForTests(say: (line: string) => void): Promise<string | undefined> {
  const given = process.env.CHROMIUM_PATH
  if (given) {
    if (runs(given)) return given
    say(`!! CHROMIUM_PATH=${given} does not run; looking for another browser.`)
  }
  const found = installed()
  if (found) return found
  if (installWithApt('chromium', say)) {
    const fresh = installed()
    if (fresh) return fresh
  }
  const unpacked = await unpackedBrowser()
  if (unpacked) return unpacked
  say(
    '!! No Chromium on this machine: the browser journeys are skipped. Install Chromium or Chrome, or set CHROMIUM_PATH.',
  )
  return undefined
}

function installed(): string | undefined {
  const in_path = findProgram(
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
    'chrome',
    'msedge',
  )
  const env = process.env
  const usual = [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ...[env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA]
      .filter((folder) => folder !== undefined)
      .flatMap((folder) => [
        join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
        join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
      ]),
  ]
  return [in_path, ...usual].find((file) => file !== undefined && runs(file))
}

/** A build for bare Linux machines, unpacked from the development dependencies. */
async function unpackedBrowser(): Promise<string | undefined> {
  if (process.platform !== 'linux') return undefined
  try {
    const { default: chromium } = await import('@sparticuz/chromium')
    const file = await chromium.executablePath()
    return runs(file) ? file : undefined
  } catch {
    // Not installed, or no room to unpack: the caller says what that costs.
    return undefined
  }
}

function runs(file: string): boolean {
  if (!existsSync(file)) return false
  // Chrome on Windows opens a window instead of printing its version.
  if (process.platform === 'win32') return true
  // Ubuntu's chromium-browser may be a script that only says where to install the real one.
  return spawnSync(file, ['--version', '--no-sandbox'], { timeout: 20_000 }).status === 0
}
