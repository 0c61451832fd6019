import { dirname } from 'node:path'
import { chromium, type Browser } from 'playwright-core'
import { browserForTests } from '../scripts/browser-for-tests.ts'
import { buildWeb, webIsBuilt } from '../scripts/web-build.ts'
import { atLeast, atMost, fact, median, type Figure, type Line } from './figure.ts'
import { expectDone, openHall } from './hall.ts'
import { lighthouse, scoresOf } from './lighthouse.ts'
import { openWire } from './wire.ts'
import { total, weigh, type Weight } from './weigh.ts'

const root = dirname(import.meta.dirname)
const kb = (bytes: number): number => Math.round(bytes / 100) / 10
const parts = ({ html, css, js }: Weight): string => `HTML ${kb(html)}, CSS ${kb(css)}, script ${kb(js)}`

export const pages: Figure = {
  name: 'pages',
  title: 'weight of pages over the wire, and public ones on slow 3G with a slow phone',
  async run(bench) {
    if (!webIsBuilt(root)) await buildWeb(root)
    const hall = await openHall(bench, 'pages', { services: 4 })
    await hall.agents(2)
    await hall.fillQueue(30)
    const wire = openWire(hall.port)
    const { url, ticket } = await expectDone<{ url: string; ticket: { number: string } }>(
      wire,
      'POST',
      hall.path(`/queue/sites/${hall.site_id}/tickets`),
      hall.owner.headers,
      { service_id: hall.service_ids[0] },
    )
    wire.close()
    const base = `http://127.0.0.1:${hall.port}`
    // A friendly error page would be light and quick too.
    if (!(await (await fetch(base + url)).text()).includes(ticket.number))
      throw new Error(`${url} does not show the ticket`)
    const public_pages = { '/': '/', '/p/<slug>': `/p/${hall.tenant.slug}`, '/q/<token>': url }
    const lines: Line[] = []
    for (const [name, path] of Object.entries(public_pages)) {
      const weight = await weigh(base + path, 'br')
      lines.push(atMost(`${name} on the wire`, kb(total(weight)), 50, ' kB', parts(weight)))
    }
    for (const [name, path, limit] of [
      ['staff', '/login', 180],
      ['device', '/device', 120],
    ] as const) {
      // The heavier of the two compressions: whoever has the other one does better.
      const weight = await weigh(base + path, 'gzip')
      const smaller = await weigh(base + path, 'br')
      lines.push(
        atMost(
          `${name} shell, script`,
          kb(weight.js),
          limit,
          ' kB',
          `gzip; brotli ${kb(smaller.js)}, and CSS ${kb(smaller.css)}`,
        ),
      )
    }
    const executable = await browserForTests(bench.say)
    if (!executable) return [...lines, fact('slow 3G', 'not measured: no Chromium on this machine')]
    const program = await lighthouse(root, bench.say)
    if (!program) lines.push(fact('Lighthouse', 'not measured: it could not be fetched'))
    else
      for (const [name, path] of Object.entries(public_pages)) {
        const scores = await scoresOf(program, executable, base + path)
        const worst = Math.min(...Object.values(scores))
        const all = Object.entries(scores).map(([part, score]) => `${part} ${score}`)
        lines.push(atLeast(`${name}, worst Lighthouse score`, worst, 95, '', all.join(', ')))
      }
    const browser = await chromium.launch({
      executablePath: executable,
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    })
    bench.afterwards(() => browser.close())
    for (const [name, path] of Object.entries(public_pages)) {
      const visits: Visit[] = []
      for (let visit = 0; visit < (bench.quick ? 1 : 5); visit++)
        visits.push(await visitOnSlowPhone(browser, base + path))
      const content = median(visits.map(({ content_ms }) => content_ms)) / 1000
      const interactive = median(visits.map(({ interactive_ms }) => interactive_ms)) / 1000
      lines.push(
        atMost(`${name} interactive, slow 3G`, interactive, 4, ' s', `content after ${content.toFixed(1)} s`),
      )
    }
    return lines
  },
}

interface Visit {
  content_ms: number
  interactive_ms: number
}

/**
 * 400 kbit/s, 400 ms, a processor six times slower, nothing cached. Interactive is our own mark: the content
 * is there, the page's script has run, and no long task keeps the finger waiting.
 */
async function visitOnSlowPhone(browser: Browser, address: string): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'fr-FR' })
  try {
    const page = await context.newPage()
    const session = await context.newCDPSession(page)
    await session.send('Network.enable')
    const bytes_per_s = (400 * 1000) / 8
    await session.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 400,
      downloadThroughput: bytes_per_s,
      uploadThroughput: bytes_per_s,
    })
    await session.send('Emulation.setCPUThrottlingRate', { rate: 6 })
    await page.goto(address, { waitUntil: 'load', timeout: 60_000 })
    await page.waitForTimeout(1_500)
    return await page.evaluate(async () => {
      const entries = (type: string): Promise<PerformanceEntry[]> =>
        new Promise((done) => {
          new PerformanceObserver((list) => done(list.getEntries())).observe({ type, buffered: true })
          setTimeout(() => done([]), 200)
        })
      const [painted, tasks] = [await entries('largest-contentful-paint'), await entries('longtask')]
      const navigation = performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming
      const content_ms = Math.max(...painted.map((entry) => entry.startTime), 0)
      const quiet_ms = Math.max(...tasks.map((task) => task.startTime + task.duration), 0)
      return {
        content_ms,
        interactive_ms: Math.max(content_ms, quiet_ms, navigation.domContentLoadedEventEnd),
      }
    })
  } finally {
    await context.close()
  }
}
