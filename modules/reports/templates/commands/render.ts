import type { Tenant } from '@guichet/platform/ctx'
import type { Platform } from '@guichet/platform/platform'
import type { Say } from '@guichet/platform/texts'
import { inThread } from '../../commands/in-thread.ts'
import type { ReportContent } from '../../contract.ts'
import { fillingOf, templateWords, type ReportHead, type Words } from '../model/filling.ts'
import type { RenderOrder } from '../model/thread.ts'

const script = new URL('../model/thread.ts', import.meta.url)
/** Of organisations that have chosen no colour. */
const usualAccent = '#0B6E6E'
const longest_ms = 120_000

export interface Rendering {
  content: ReportContent
  head: Omit<ReportHead, 'pageAddress' | 'address' | 'organisation'>
  /** Null on samples: they are about nobody. */
  report_id: string | null
}

export const wordsOf =
  (say: Say): Words =>
  (key, values) =>
    say('reports', key, values)

/** Fills a template, or the product's own one, beside the server and within limits. */
export async function render(
  platform: Platform,
  tenant: Tenant,
  say: Say,
  template: Uint8Array | null,
  rendering: Rendering | null,
  signal?: AbortSignal,
): Promise<Buffer> {
  const words = wordsOf(say)
  const base = platform.config.PUBLIC_URL?.replace(/\/$/, '')
  const here = base ? `${base}/t/${tenant.slug}` : null
  const order: RenderOrder = {
    template,
    usual: { words: templateWords(words), accent: tenant.accent?.light ?? usualAccent },
    filling:
      rendering &&
      fillingOf(
        rendering.content,
        {
          ...rendering.head,
          organisation: tenant.name,
          address: here && (rendering.report_id ? `${here}/reports/${rendering.report_id}` : here),
          pageAddress: here
            ? ({ document_id, page }) => `${here}/documents/${document_id}?page=${page}`
            : null,
        },
        words,
      ),
  }
  return Buffer.from(await inThread<Uint8Array>(script, order, { timeout_ms: longest_ms, signal }))
}

/** The product's own template, empty, to begin one's own from. */
export const emptyTemplate = (platform: Platform, tenant: Tenant, say: Say): Promise<Buffer> =>
  render(platform, tenant, say, null, null)
