import type { Call } from '@guichet/platform/http'
import { invalid } from '@guichet/platform/errors'
import { sayer, type Say } from '@guichet/platform/texts'
import { bytesOf } from '../../commands/give-out.ts'
import { largestTemplate, type Template, type TemplateMistake } from '../contract.ts'
import { sampleContent } from '../model/filling.ts'
import { scanTemplate, type TemplateFault } from '../model/scan.ts'
import { render, wordsOf } from './render.ts'
import type { TemplateFile } from './templates.ts'

/** The whole body, which the endpoint's limit keeps small. */
async function bodyOf(call: Call): Promise<Buffer> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of call.request.raw as AsyncIterable<Buffer>) {
    size += part.length
    // A body may be longer than it announced.
    if (size > largestTemplate)
      throw invalid('platform.file_too_large', [], { max_mb: Math.floor(largestTemplate / 1024 / 1024) })
    parts.push(part)
  }
  return Buffer.concat(parts)
}

function placeText(say: Say, place: TemplateFault['place']): string | null {
  if (!place) return null
  const { part, table, row, column, paragraph } = place
  const where = say('reports', `place.${part}`)
  return table === null
    ? say('reports', 'place.paragraph', { where, paragraph })
    : say('reports', 'place.cell', { where, table, row: row ?? 1, column: column ?? 1 })
}

const told = (say: Say, { code, tag, hint, place }: TemplateFault): TemplateMistake => ({
  code,
  tag,
  message: say('reports', `mistake.${code}.${hint ? 'hint' : 'plain'}`, { tag: tag ?? '', hint: hint ?? '' }),
  place: placeText(say, place),
  excerpt: place?.excerpt || null,
})

/**
 * Takes a template in: every mistake in it is told at once; one without mistakes is filled with invented content
 * to be sure, then kept by `keep`.
 */
export async function judgeTemplate(
  call: Call,
  file_name: string,
  keep: (file: TemplateFile) => Promise<Template>,
): Promise<{ template: Template | null; mistakes: TemplateMistake[] }> {
  const tenant = call.tenant!
  const locale = call.request.headers['accept-language']?.startsWith('en') ? 'en' : 'fr'
  const say = sayer(call.platform.texts, locale)
  const bytes = await bodyOf(call)
  const { faults, tags } = await scanTemplate(bytes)
  if (faults.length === 0) {
    try {
      const words = wordsOf(say)
      const content = sampleContent(words)
      await render(call.platform, tenant, say, bytes, {
        content,
        report_id: null,
        head: { client: words('sample.client'), author: words('sample.author'), date: '2026' },
      })
    } catch (error) {
      faults.push({ code: 'rendering', tag: null, hint: (error as Error).message.slice(0, 200), place: null })
    }
  }
  if (faults.length > 0) return { template: null, mistakes: faults.map((fault) => told(say, fault)) }
  const { sha256 } = await call.platform.files.put(tenant.id, bytesOf(bytes))
  return { template: await keep({ file_name, sha256, bytes: bytes.length, tags }), mistakes: [] }
}
