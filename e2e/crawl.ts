import type { Page } from 'playwright-core'

/** Ids and slugs of one kind lead to one screen: `/t/x/clients/0197…` is `/t/x/clients/:id`. */
function patternOf(url: URL): string {
  const path = url.pathname.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, ':id')
  const keys = [...url.searchParams.keys()]
    .filter((key) => key !== 'site')
    .toSorted((a, b) => (a < b ? -1 : 1))
  return keys.length > 0 ? `${path}?${keys.join('&')}` : path
}

/** Enough for every screen; a list of links that breeds would otherwise never end. */
const most = 150

/**
 * Every screen of an organisation that links lead to from here, each kind once (one customer, one ticket):
 * what a person could reach with the mouse is what must be clean, and a new screen is covered by being linked.
 *
 * @param visit is called on each screen, once it has settled
 */
export async function everyScreen(
  page: Page,
  starts: readonly string[],
  visit: (path: string) => Promise<void>,
): Promise<string[]> {
  const slug = /^\/t\/[^/]+/.exec(starts[0]!)![0]
  const waiting = [...starts]
  const seen = new Set<string>()
  const visited: string[] = []
  for (let path = waiting.shift(); path !== undefined && visited.length < most; path = waiting.shift()) {
    const pattern = patternOf(new URL(path, 'http://x'))
    if (seen.has(pattern)) continue
    seen.add(pattern)
    await visit(path)
    visited.push(path)
    const links = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLAnchorElement>('a[href]:not([download])')].map((link) => link.href),
    )
    for (const link of links) {
      const url = new URL(link)
      if (url.host === new URL(page.url()).host && url.pathname.startsWith(`${slug}/`))
        waiting.push(url.pathname + url.search)
    }
  }
  return visited
}

/** Opens whatever opens over this screen (dialogs, menus, panels) one after the other. */
export async function everyOverlay(page: Page, look: (name: string) => Promise<void>): Promise<void> {
  const openers = page.locator(
    'main button[aria-haspopup]:not([disabled]), main button[aria-expanded="false"]:not([disabled])',
  )
  const names = await openers.evaluateAll((all) =>
    all.map((opener) => opener.getAttribute('aria-label') ?? opener.textContent?.trim() ?? ''),
  )
  const seen = new Set<string>()
  for (const [index, name] of names.entries()) {
    // One of each: every row of a table has the same menu.
    if (seen.has(name) || seen.size >= 6) continue
    seen.add(name)
    const opener = openers.nth(index)
    if (!(await opener.isVisible().catch(() => false))) continue
    const before = page.url()
    await opener.click({ timeout: 3_000 }).catch(() => {})
    await page.waitForTimeout(150)
    await look(name)
    await page.keyboard.press('Escape')
    await page.waitForTimeout(100)
    if (page.url() !== before) return
  }
}
