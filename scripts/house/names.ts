import { extname, posix } from 'node:path'
import { placeOf, ROLE_NAMES, roomOf, stemOf } from './rooms.ts'
import { isTest, type Source, type Tree, type Violation } from './tree.ts'

const CODE = new Set(['.ts', '.tsx', '.mts', '.mjs', '.js', '.css'])
const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*$/
const PASCAL = /^[A-Z][A-Za-z0-9]*$/
const LOWER_TSX = ['routes', 'main', 'device', 'panels']
const EMPTY_WORDS = ['util', 'utils', 'helper', 'helpers', 'common', 'manager', 'impl']
const EMPTY_NAMES = ['data', 'info']

/** File names: the closed vocabulary of a module, spelling, and words that say nothing. */
export function checkNames(tree: Tree): Violation[] {
  const violations: Violation[] = []
  for (const file of tree.files) {
    const report = (message: string): void => {
      violations.push({ rule: 'names', file, message })
    }
    const vocabulary = vocabularyFault(file)
    if (vocabulary) report(vocabulary)
    if (!CODE.has(extname(file))) continue
    const spelling = spellingFault(file, tree.sources.get(file))
    if (spelling) report(spelling)
    const empty = emptyWord(file)
    if (empty) report(`"${empty}" says nothing: name the file after what it does`)
  }
  return violations
}

function vocabularyFault(file: string): string | undefined {
  if (!file.startsWith('modules/')) return undefined
  const [, module, ...rest] = file.split('/')
  if (!module || rest.length === 0) return 'modules/ holds one folder for each module, nothing else'
  const place = placeOf(file)
  const name = posix.basename(file)
  if (rest.length === 1 && ['README.md', 'package.json'].includes(name)) return undefined
  if (place?.role === 'web') return undefined
  if (place?.role === 'locales') {
    return ['fr.json', 'en.json'].includes(name) ? undefined : 'locales/ holds fr.json and en.json'
  }
  // What a migration is called is the business of the rule on migrations.
  if (place?.role === 'migrations') return undefined
  const own = rest.slice(place?.sub_room ? 1 : 0)
  if (place?.role) {
    const extension = place.role === 'panels' ? /\.tsx?$/ : /\.ts$/
    return own.length > 1 || extension.test(name)
      ? undefined
      : `${place.role} is a TypeScript file or a folder`
  }
  if (isTest(file) && rest.length <= 2) return undefined
  if (rest.length === 2 && name === 'README.md') return undefined
  return `not a name of the house: a module holds ${ROLE_NAMES.join(', ')}, migrations/, locales/, web/`
}

function spellingFault(file: string, source: Source | undefined): string | undefined {
  if (!roomOf(file) && !/^(scripts|e2e|bench)\//.test(file)) return undefined
  const folders = posix.dirname(file).split('/')
  const odd = folders.find((folder) => !KEBAB.test(folder))
  if (odd) return `folder ${odd} is not kebab-case`
  const stem = stemOf(file)
  if (extname(file) === '.tsx' && !LOWER_TSX.includes(stem)) {
    if (PASCAL.test(stem)) return undefined
    // A hook or a provider of context may need JSX without being a component's file.
    const component = source && componentExported(source)
    if (component) return `it exports the component ${component}: name it in PascalCase`
  }
  return stem.split('.').every((part) => KEBAB.test(part)) ? undefined : `${stem} is not kebab-case`
}

function componentExported(source: Source): string | undefined {
  for (const node of source.program.body) {
    if (node.type !== 'ExportNamedDeclaration' || node.exportKind === 'type') continue
    const { declaration } = node
    if (declaration?.type === 'FunctionDeclaration' && PASCAL.test(declaration.id?.name ?? '')) {
      return declaration.id?.name
    }
    if (declaration?.type !== 'VariableDeclaration') continue
    for (const { id, init } of declaration.declarations) {
      const is_function = init?.type === 'ArrowFunctionExpression' || init?.type === 'FunctionExpression'
      if (is_function && id.type === 'Identifier' && PASCAL.test(id.name)) return id.name
    }
  }
  return undefined
}

function emptyWord(file: string): string | undefined {
  if (EMPTY_NAMES.includes(stemOf(file).toLowerCase())) return stemOf(file)
  return file
    .replace(/\.[^/]+$/, '')
    .split('/')
    .flatMap((part) => part.split(/[-_.]|(?<=[a-z0-9])(?=[A-Z])/))
    .find((word) => EMPTY_WORDS.includes(word.toLowerCase()))
}
