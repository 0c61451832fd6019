import { readdir, readFile } from 'node:fs/promises'
import { extname, join, posix } from 'node:path'
import { parseSync, type ESTree } from 'vite'

export interface Violation {
  rule: string
  /** From the root, with forward slashes on every system. */
  file: string
  line?: number
  message: string
}

export interface Import {
  specifier: string
  line: number
  /** Erased before the code runs; `import { type A }` is not, Node keeps it as `import {}`. */
  types_only: boolean
  /** `import()`: loads later, so it cannot take part in an initialisation circle. */
  lazy: boolean
}

export interface Source {
  path: string
  text: string
  program: ESTree.Program
  imports: Import[]
}

export interface Tree {
  root: string
  /** Every file that belongs to the project, sorted. */
  files: string[]
  /** Parsed TypeScript and JavaScript. */
  sources: Map<string, Source>
  /** Files that could not be parsed. */
  broken: Violation[]
  read(file: string): Promise<string>
}

const SKIPPED = new Set(['node_modules', 'dist', 'coverage'])
const PARSED = new Set(['.ts', '.tsx', '.mts', '.mjs', '.js'])

export async function readTree(root: string): Promise<Tree> {
  const texts = new Map<string, Promise<string>>()
  const read = (file: string): Promise<string> => {
    const known = texts.get(file)
    if (known) return known
    const text = readFile(join(root, file), 'utf8')
    texts.set(file, text)
    return text
  }

  const files = (await filesBelow(root, '')).toSorted()
  const sources = new Map<string, Source>()
  const broken: Violation[] = []
  for (const file of files) {
    if (!PARSED.has(extname(file))) continue
    const text = await read(file)
    const { program, errors } = parseSync(file, text)
    const [first] = errors
    if (first) {
      broken.push({
        rule: 'syntax',
        file,
        line: lineAt(text, first.labels[0]?.start ?? 0),
        message: first.message,
      })
      continue
    }
    sources.set(file, { path: file, text, program, imports: importsOf(program, text) })
  }
  return { root, files, sources, broken, read }
}

async function filesBelow(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true })
  const found = await Promise.all(
    entries.map(async (entry) => {
      const path = folder ? `${folder}/${entry.name}` : entry.name
      if (entry.isDirectory()) {
        // `data/` at the root is where a started platform keeps its database and files.
        const skipped = SKIPPED.has(entry.name) || entry.name.startsWith('.') || path === 'data'
        return skipped ? [] : filesBelow(root, path)
      }
      return entry.isFile() ? [path] : []
    }),
  )
  return found.flat()
}

export function lineAt(text: string, offset: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line++
  return line
}

/** Calls `enter` for each node, parents first; answering `false` leaves out what is below. */
export function walk(
  node: ESTree.Node,
  enter: (node: ESTree.Node, parents: readonly ESTree.Node[]) => boolean | void,
): void {
  const parents: ESTree.Node[] = []
  const visit = (current: ESTree.Node): void => {
    if (enter(current, parents) === false) return
    parents.push(current)
    for (const value of Object.values(current)) {
      if (Array.isArray(value)) {
        for (const item of value) if (isNode(item)) visit(item)
      } else if (isNode(value)) visit(value)
    }
    parents.pop()
  }
  visit(node)
}

function isNode(value: unknown): value is ESTree.Node {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
}

/** The text of a string literal, or of a template literal without expressions. */
export function literalText(node: ESTree.Node | null | undefined): string | undefined {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value
  if (node?.type === 'TemplateLiteral' && node.expressions.length === 0) {
    return node.quasis[0]?.value.cooked ?? undefined
  }
  return undefined
}

function importsOf(program: ESTree.Program, text: string): Import[] {
  const imports: Import[] = []
  const add = (node: ESTree.Node, specifier: string | undefined, types_only: boolean, lazy = false): void => {
    if (specifier !== undefined) {
      imports.push({ specifier, line: lineAt(text, node.start), types_only, lazy })
    }
  }
  walk(program, (node) => {
    switch (node.type) {
      case 'ImportDeclaration':
        add(node, node.source.value, node.importKind === 'type')
        return false
      case 'ExportNamedDeclaration':
        add(node, node.source?.value, node.exportKind === 'type')
        return true
      case 'ExportAllDeclaration':
        add(node, node.source.value, node.exportKind === 'type')
        return false
      case 'ImportExpression':
        add(node, literalText(node.source), false, true)
        return true
      case 'TSImportType':
        add(node, literalText(node.source), true)
        return true
      default:
        return true
    }
  })
  return imports
}

/** The file a relative import means, without Vite's `?url` and the like. */
export function resolveRelative(from: string, specifier: string): string {
  return posix.normalize(posix.join(posix.dirname(from), specifier.replace(/\?.*$/, '')))
}

/** Tests, and the set-up that a module's tests share. */
export function isTest(file: string): boolean {
  return /\.test\.tsx?$/.test(file) || /^modules\/[a-z-]+\/testing\.ts$/.test(file)
}
