import type { ESTree } from 'vite'
import { isTest, lineAt, literalText, walk, type Source, type Tree, type Violation } from './tree.ts'

const LANGUAGES = ['fr', 'en'] as const
const FORMS = /\.(zero|one|other)$/
const SPEAKERS = new Set(['say', 't', 'phraseNow', 'findText'])
const FAILURES = new Set(['invalid', 'forbidden', 'notFound', 'conflict', 'unavailable'])

interface Texts {
  /** The file each language is in. */
  file: Record<(typeof LANGUAGES)[number], string>
  raw: Record<(typeof LANGUAGES)[number], string>
  texts: Record<(typeof LANGUAGES)[number], Map<string, string>>
}

interface Use {
  source: Source
  line: number
  /** Several when one name stands for two modules' texts in the same file: any of them will do. */
  modules: string[]
  key: string
}

/** Both languages say the same things, every text asked for exists, and none is left over. */
export async function checkTexts(tree: Tree): Promise<Violation[]> {
  const violations: Violation[] = []
  const rooms = new Map<string, Texts>()
  for (const folder of localeFolders(tree)) {
    const texts = await readTexts(tree, folder, violations)
    if (!texts) continue
    rooms.set(folder.split('/').at(-2) ?? folder, texts)
    violations.push(...pairFaults(texts))
  }

  const uses = [...tree.sources.values()].filter((source) => !isTest(source.path)).flatMap(usesIn)
  for (const { source, line, modules, key } of uses) {
    if (modules.some((module) => hasText(rooms.get(module), key))) continue
    const message = modules.some((module) => rooms.has(module))
      ? `${modules.join(' or ')} has no text ${key}`
      : `${modules.join(' or ')} has no locales/`
    violations.push({ rule: 'texts', file: source.path, line, message })
  }
  for (const { source, line, module, code } of [...tree.sources.values()].flatMap(codesIn)) {
    if (!rooms.has(module) || hasText(rooms.get(module), `problem.${code}`)) continue
    if (hasText(rooms.get('kit'), `problem.${module}.${code}`)) continue
    const message = `people would read a bare code: ${module} has no text problem.${code}`
    violations.push({ rule: 'texts', file: source.path, line, message })
  }
  for (const [module, texts] of rooms) violations.push(...unusedIn(tree, module, texts))
  return violations
}

function localeFolders(tree: Tree): string[] {
  const found = tree.files
    .filter((file) => /^(modules\/[^/]+|platform|kit)\/locales\/[^/]+\.json$/.test(file))
    .map((file) => file.slice(0, file.lastIndexOf('/')))
  return [...new Set(found)]
}

async function readTexts(tree: Tree, folder: string, violations: Violation[]): Promise<Texts | undefined> {
  const file = { fr: `${folder}/fr.json`, en: `${folder}/en.json` }
  const raw = { fr: '', en: '' }
  const texts = { fr: new Map<string, string>(), en: new Map<string, string>() }
  for (const language of LANGUAGES) {
    if (!tree.files.includes(file[language])) {
      violations.push({ rule: 'texts', file: file[language], message: 'this language is missing' })
      return undefined
    }
    raw[language] = await tree.read(file[language])
    try {
      collect(JSON.parse(raw[language]), '', texts[language])
    } catch (error) {
      violations.push({ rule: 'texts', file: file[language], message: String(error) })
      return undefined
    }
  }
  return { file, raw, texts }
}

function collect(value: unknown, key: string, into: Map<string, string>): void {
  if (typeof value === 'string') {
    into.set(key, value)
    return
  }
  if (typeof value !== 'object' || value === null)
    throw new Error(`${key || 'the file'} is neither text nor group`)
  for (const [name, item] of Object.entries(value)) collect(item, key ? `${key}.${name}` : name, into)
}

function pairFaults({ file, raw, texts }: Texts): Violation[] {
  const violations: Violation[] = []
  for (const language of LANGUAGES) {
    const other = language === 'fr' ? 'en' : 'fr'
    const report = (key: string, message: string): void => {
      violations.push({ rule: 'texts', file: file[language], line: lineOfKey(raw[language], key), message })
    }
    for (const [key, text] of texts[language]) {
      if (text.trim() === '') report(key, `${key} is empty`)
      if (!texts[other].has(key)) {
        violations.push({ rule: 'texts', file: file[other], message: `${key} is missing` })
      }
      // `fill` falls back on `.other`, so a family without it can show nothing.
      const family = FORMS.test(key) ? key.replace(FORMS, '') : undefined
      if (family && !texts[language].has(`${family}.other`)) report(key, `${family} has no .other`)
    }
  }
  const named = { fr: placeholders(texts.fr), en: placeholders(texts.en) }
  for (const [key, names] of named.en) {
    const french = named.fr.get(key)
    if (french === undefined || french === names) continue
    const message = `${key} speaks of {${names}} where French speaks of {${french}}`
    violations.push({ rule: 'texts', file: file.en, line: lineOfKey(raw.en, key), message })
  }
  return violations
}

/** By key, or by family: a language may write the singular without its number. */
function placeholders(texts: Map<string, string>): Map<string, string> {
  const names = new Map<string, Set<string>>()
  for (const [key, text] of texts) {
    const family = key.replace(FORMS, '')
    const known = names.get(family) ?? new Set<string>()
    for (const [, name] of text.matchAll(/\{(\w+)\}/g)) known.add(name ?? '')
    names.set(family, known)
  }
  return new Map([...names].map(([key, known]) => [key, [...known].toSorted().join(', ')]))
}

function lineOfKey(raw: string, key: string): number | undefined {
  let at = 0
  for (const part of key.split('.')) {
    const found = raw.indexOf(`"${part}"`, at)
    if (found === -1) return undefined
    at = found
  }
  return lineAt(raw, at)
}

function hasText(texts: Texts | undefined, key: string): boolean {
  return Boolean(texts && (texts.texts.fr.has(key) || texts.texts.fr.has(`${key}.other`)))
}

/** Literal uses whose module is certain: `text('key')` after `useText('module')`, and `say('module', 'key')`. */
function usesIn(source: Source): Use[] {
  const spoken = new Map<string, Set<string>>()
  walk(source.program, (node) => {
    if (node.type !== 'VariableDeclarator' || node.id.type !== 'Identifier') return
    if (node.init?.type !== 'CallExpression' || calleeName(node.init) !== 'useText') return
    const module = literalText(node.init.arguments[0])
    if (module === undefined) return
    const modules = spoken.get(node.id.name) ?? new Set<string>()
    spoken.set(node.id.name, modules.add(module))
  })
  const uses: Use[] = []
  walk(source.program, (node) => {
    if (node.type !== 'CallExpression') return
    const name = calleeName(node)
    const own = node.callee.type === 'Identifier' ? spoken.get(node.callee.name) : undefined
    const module = name && SPEAKERS.has(name) ? literalText(node.arguments[0]) : undefined
    const modules = own ? [...own] : module === undefined ? undefined : [module]
    const argument = node.arguments[own ? 0 : 1]
    if (!modules || !argument) return
    for (const key of literalsOf(argument)) {
      uses.push({ source, line: lineAt(source.text, node.start), modules, key })
    }
  })
  return uses
}

function calleeName(call: ESTree.CallExpression): string | undefined {
  const { callee } = call
  if (callee.type === 'Identifier') return callee.name
  if (callee.type === 'MemberExpression' && callee.property.type === 'Identifier') return callee.property.name
  return undefined
}

/** Both texts of `late ? 'late' : 'on_time'`. */
function literalsOf(node: ESTree.Node): string[] {
  if (node.type === 'ConditionalExpression') {
    return [...literalsOf(node.consequent), ...literalsOf(node.alternate)]
  }
  const text = literalText(node)
  return text === undefined ? [] : [text]
}

/** Codes of failures: `throw conflict('queue.nobody_waiting')`. */
function codesIn(source: Source): { source: Source; line: number; module: string; code: string }[] {
  const codes: { source: Source; line: number; module: string; code: string }[] = []
  if (isTest(source.path) || !/^(modules|platform|server)\//.test(source.path)) return codes
  walk(source.program, (node) => {
    if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier') return
    if (!FAILURES.has(node.callee.name)) return
    for (const text of node.arguments[0] ? literalsOf(node.arguments[0]) : []) {
      const parts = /^([a-z0-9-]+)\.(.+)$/.exec(text)
      if (parts?.[1] && parts[2]) {
        codes.push({ source, line: lineAt(source.text, node.start), module: parts[1], code: parts[2] })
      }
    }
  })
  return codes
}

/**
 * A text counts as used when the last part of its key stands anywhere in the code that may show it: keys are
 * often put together (`status.${status}`), and a false alarm would cost more than a forgotten text.
 */
function unusedIn(tree: Tree, module: string, { file, raw, texts }: Texts): Violation[] {
  const shown_by_all = module === 'kit' || module === 'platform'
  const code = [...tree.sources.values()]
    .filter(({ path }) => !isTest(path) && (shown_by_all || path.startsWith(`modules/${module}/`)))
    .map(({ text }) => text)
    .join('\n')
  const words = new Set(code.match(/[\w-]+/g) ?? [])
  return [...texts.fr.keys()].flatMap((key) => {
    const last = key.replace(FORMS, '').split('.').at(-1) ?? key
    if (words.has(last) || code.includes(last)) return []
    return { rule: 'texts', file: file.fr, line: lineOfKey(raw.fr, key), message: `${key} is used nowhere` }
  })
}
