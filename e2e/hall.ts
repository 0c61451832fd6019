import { after } from 'node:test'
import pg from 'pg'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { cloneDatabase, ownerUrl, testKey } from '@guichet/platform/testing'
import { demoPassword } from '@guichet/server/demo'
import { start, type Running } from '@guichet/server/main'
import { modules } from '@guichet/server/modules'

export interface Hall {
  url: string
  running: Running
  browser: Browser
  /** A fresh browser profile: a person's phone or computer. */
  person: (options?: PersonOptions) => Promise<{ page: Page; context: BrowserContext }>
  /** A profile in which this demo account is signed in. */
  staff: (login: string, options?: PersonOptions) => Promise<{ page: Page; context: BrowserContext }>
}
export interface PersonOptions {
  width?: number
  height?: number
  locale?: 'fr' | 'en'
  dark?: boolean
  javascript?: boolean
}

/** The whole product as a stranger starts it, on a database of its own, with a real browser in front. */
export async function openHall(environment: Record<string, string> = {}): Promise<Hall> {
  const database_url = await cloneDatabase(modules)
  const running = await start({
    ...process.env,
    NODE_ENV: 'test',
    DATABASE_URL: database_url,
    SECRET_KEY: testKey,
    PORT: '0',
    HOST: '127.0.0.1',
    GUICHET_DEMO: '1',
    GUICHET_DEMO_LIFE: '0',
    LOG_LEVEL: process.env.TEST_LOG ?? 'silent',
    RATE_LIMIT: '100000',
    ...environment,
  })
  await running.demo_filled
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--autoplay-policy=no-user-gesture-required',
    ],
  })
  after(async () => {
    await browser.close()
    await running.close()
    const client = new pg.Client({ connectionString: ownerUrl() })
    await client.connect()
    await client.query(`drop database if exists ${new URL(database_url).pathname.slice(1)} with (force)`)
    await client.end()
  })
  const person: Hall['person'] = async (options = {}) => {
    const context = await browser.newContext({
      baseURL: running.url,
      viewport: { width: options.width ?? 1366, height: options.height ?? 768 },
      locale: options.locale === 'en' ? 'en-GB' : 'fr-FR',
      colorScheme: options.dark ? 'dark' : 'light',
      javaScriptEnabled: options.javascript ?? true,
      reducedMotion: 'reduce',
    })
    context.setDefaultTimeout(10_000)
    return { page: await context.newPage(), context }
  }
  return {
    url: running.url,
    running,
    browser,
    person,
    async staff(login, options) {
      const visit = await person(options)
      const answer = await visit.context.request.post('/api/v1/auth/sign-in', {
        data: { email: login, password: demoPassword },
      })
      if (!answer.ok()) throw new Error(`sign-in answered ${answer.status()}`)
      return visit
    },
  }
}
