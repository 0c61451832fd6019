import { fieldNamed, fields, listsHolding, nearestName, type Field } from './fields.ts'
import { ArchiveFault, readArchive } from './archive.ts'

export const faultCodes = [
  'not_docx',
  'too_many_parts',
  'too_large_inside',
  'macros',
  'outside_link',
  'no_tag',
  'brace_open',
  'brace_stray',
  'tag_empty',
  'tag_unknown',
  'tag_elsewhere',
  'list_as_text',
  'not_a_list',
  'list_open',
  'list_closed_twice',
  'list_crossed',
  'list_across',
  'rendering',
] as const
export type FaultCode = (typeof faultCodes)[number]

export interface Place {
  part: 'body' | 'header' | 'footer'
  /** Counted from 1 in its part; inside a table, the cell instead. */
  paragraph: number
  table: number | null
  row: number | null
  column: number | null
  /** The beginning of the paragraph. */
  excerpt: string
}
export interface TemplateFault {
  code: FaultCode
  tag: string | null
  /** What was probably meant, or the list it belongs in. */
  hint: string | null
  place: Place | null
}

interface Tag {
  raw: string
  name: string
  form: 'value' | 'open' | 'close'
  place: Place
  /** Which container it stands in: an opening and its closing share one, or lie in one row. */
  container: string
}

const partOf = (name: string): Place['part'] =>
  name.includes('header') ? 'header' : name.includes('footer') ? 'footer' : 'body'
const isTextPart = (name: string): boolean => /^word\/(document|header\d*|footer\d*)\.xml$/.test(name)
const isRelations = (name: string): boolean => /^word\/_rels\/[^/]+\.rels$/.test(name)

/** All mistakes of a template at once, and the placeholders it uses. */
export async function scanTemplate(bytes: Buffer): Promise<{ faults: TemplateFault[]; tags: string[] }> {
  let archive: Awaited<ReturnType<typeof readArchive>>
  try {
    archive = await readArchive(bytes, (name) => isTextPart(name) || isRelations(name))
  } catch (error) {
    if (error instanceof ArchiveFault) return { faults: [fault(error.code)], tags: [] }
    throw error
  }
  if (!archive.parts.has('word/document.xml')) return { faults: [fault('not_docx')], tags: [] }
  const faults: TemplateFault[] = []
  if (archive.names.some((name) => /vbaProject|activeX|\.bin$/i.test(name) && !/printerSettings/i.test(name)))
    faults.push(fault('macros'))
  for (const [name, xml] of archive.parts) {
    if (!isRelations(name)) continue
    // Whatever is fetched from elsewhere when the document opens: pictures, the attached template, frames.
    for (const [relation] of xml.matchAll(/<Relationship\b[^>]*TargetMode\s*=\s*["']External["'][^>]*>/g))
      if (!/Type\s*=\s*["'][^"']*\/hyperlink["']/.test(relation))
        faults.push(
          fault('outside_link', /Target\s*=\s*["']([^"']*)/.exec(relation)?.[1]?.slice(0, 120) ?? null),
        )
  }
  const used = new Set<string>()
  let any = false
  for (const name of [...archive.parts.keys()].filter(isTextPart).toSorted(bodyFirst)) {
    const tags: Tag[] = []
    for (const paragraph of paragraphsIn(archive.parts.get(name)!, partOf(name)))
      tags.push(...tagsIn(paragraph, faults))
    if (tags.length > 0) any = true
    checkTags(tags, faults, used)
  }
  if (!any && faults.length === 0) faults.push(fault('no_tag'))
  return { faults, tags: [...used].toSorted() }
}

const bodyFirst = (one: string, other: string): number =>
  Number(one !== 'word/document.xml') - Number(other !== 'word/document.xml') || one.localeCompare(other)

function fault(
  code: FaultCode,
  tag: string | null = null,
  place: Place | null = null,
  hint: string | null = null,
): TemplateFault {
  return { code, tag, place, hint }
}

interface Paragraph {
  text: string
  place: Place
  container: string
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const decode = (text: string): string =>
  text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal, hex, name: string) =>
    decimal
      ? String.fromCodePoint(Number(decimal))
      : hex
        ? String.fromCodePoint(Number.parseInt(hex, 16))
        : (entities[name] ?? whole),
  )

/**
 * Paragraphs with the text of their runs joined, because Word cuts a tag into runs as it pleases (spelling,
 * the moment it was typed), each with its place as a person counts it.
 */
export function paragraphsIn(xml: string, part: Place['part']): Paragraph[] {
  const found: Paragraph[] = []
  const open: { text: string; paragraph: number }[] = []
  const tables: { number: number; row: number; column: number }[] = []
  let paragraphs = 0
  let table_count = 0
  let in_text = false
  for (const [, closing, name, , self_closing, text] of xml.matchAll(
    /<(\/?)([\w:]+)((?:\s[^<>]*?)?)(\/?)>|([^<]+)/g,
  )) {
    const current = open.at(-1)
    if (text !== undefined) {
      if (in_text && current) current.text += decode(text)
      continue
    }
    const begins = closing === '' && self_closing === ''
    switch (name) {
      case 'w:p':
        if (begins) open.push({ text: '', paragraph: tables.length === 0 ? ++paragraphs : paragraphs })
        else if (closing !== '' && current) {
          open.pop()
          const table = tables.at(-1)
          found.push({
            text: current.text,
            container: tables.map((t) => `${t.number}:${t.row}:${t.column}`).join('/') || 'page',
            place: {
              part,
              paragraph: current.paragraph,
              table: table?.number ?? null,
              row: table?.row ?? null,
              column: table?.column ?? null,
              excerpt: current.text.slice(0, 80),
            },
          })
        }
        break
      case 'w:t':
        in_text = begins
        break
      case 'w:tab':
      case 'w:br':
        if (current) current.text += ' '
        break
      case 'w:tbl':
        if (begins) tables.push({ number: ++table_count, row: 0, column: 0 })
        else if (closing !== '') tables.pop()
        break
      case 'w:tr':
        if (begins && tables.length > 0)
          Object.assign(tables.at(-1)!, { row: tables.at(-1)!.row + 1, column: 0 })
        break
      case 'w:tc':
        if (begins && tables.length > 0) tables.at(-1)!.column++
        break
      default:
    }
  }
  return found
}

function tagsIn({ text, place, container }: Paragraph, faults: TemplateFault[]): Tag[] {
  const tags: Tag[] = []
  let from = -1
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '{') {
      if (from !== -1) faults.push(fault('brace_open', text.slice(from, from + 30), place))
      from = at
    } else if (text[at] === '}') {
      if (from === -1) {
        faults.push(fault('brace_stray', text.slice(Math.max(0, at - 20), at + 1), place))
        continue
      }
      const raw = text.slice(from, at + 1)
      const inner = raw.slice(1, -1).trim()
      from = -1
      const form = inner.startsWith('#') ? 'open' : inner.startsWith('/') ? 'close' : 'value'
      // An option of the engine may follow: `{#faits [loopOver: "row"]}`.
      const name = (form === 'value' ? inner : inner.slice(1)).replace(/\s*\[[^\]]*\]$/, '').trim()
      if (name === '' && form !== 'close') faults.push(fault('tag_empty', raw, place))
      else tags.push({ raw, name, form, place, container })
    }
  }
  if (from !== -1) faults.push(fault('brace_open', text.slice(from, from + 30), place))
  return tags
}

/** An opening and its closing lie in one cell, in one row, or both outside tables. */
function mayPair(one: string, other: string): boolean {
  if (one === other) return true
  const [a, b] = [one.split('/'), other.split('/')]
  if (a.length !== b.length || one === 'page' || other === 'page') return false
  const row = (steps: string[]) => steps.at(-1)!.split(':').slice(0, 1).join(':')
  return a.slice(0, -1).join('/') === b.slice(0, -1).join('/') && row(a) === row(b)
}

function checkTags(tags: readonly Tag[], faults: TemplateFault[], used: Set<string>): void {
  const open: { tag: Tag; field: Field | null }[] = []
  const scopes = (): Field[] => [...open.toReversed().flatMap(({ field }) => field?.of ?? []), ...fields]
  // Inside a list that is not known, everything below it would be unknown too: one mistake, told once.
  const lost = () => open.some(({ field }) => field === null)
  for (const tag of tags) {
    if (tag.form === 'close') {
      const last = open.pop()
      if (!last) {
        faults.push(fault('list_closed_twice', tag.raw, tag.place))
        continue
      }
      const named =
        tag.name === ''
          ? last.field
          : (fieldNamed(scopes(), tag.name) ??
            fieldNamed([last.field ?? { fr: '', en: '', kind: 'text' }], tag.name))
      if (tag.name !== '' && last.field && named !== last.field) {
        faults.push(fault('list_crossed', tag.raw, tag.place, last.tag.raw))
      } else if (!mayPair(last.tag.container, tag.container)) {
        faults.push(fault('list_across', last.tag.raw, last.tag.place))
      }
      continue
    }
    const among = scopes()
    const field = fieldNamed(among, tag.name) ?? null
    if (field) used.add(field.fr)
    if (tag.form === 'open') {
      if (field && field.kind !== 'list' && field.kind !== 'condition')
        faults.push(fault('not_a_list', tag.raw, tag.place))
      else if (!field && !lost()) faults.push(unknown(tag, among))
      open.push({ tag, field })
    } else if (!field) {
      if (!lost()) faults.push(unknown(tag, among))
    } else if (field.kind === 'list' || field.kind === 'condition') {
      faults.push(fault('list_as_text', tag.raw, tag.place, `{#${tag.name}}…{/${tag.name}}`))
    }
  }
  for (const { tag } of open) faults.push(fault('list_open', tag.raw, tag.place, `{/${tag.name}}`))
}

function unknown(tag: Tag, among: readonly Field[]): TemplateFault {
  const lists = listsHolding(tag.name)
  if (lists.length > 0)
    return fault('tag_elsewhere', tag.raw, tag.place, lists.map((name) => `{#${name}}`).join(' '))
  const near = nearestName(tag.name, among)
  return fault('tag_unknown', tag.raw, tag.place, near === null ? null : `{${near}}`)
}
