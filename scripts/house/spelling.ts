import { extname } from 'node:path'
import { lineAt, walk, type Tree, type Violation } from './tree.ts'

const COMFORT = 400
const COUNTED = new Set(['.ts', '.tsx', '.mts', '.mjs', '.js', '.css', '.sql'])
const READ = new Set([...COUNTED, '.html', '.md', '.yml', '.yaml', '.toml', '.sh', '.ps1', '.bat', '.json'])

const GENERATED = /^(modules|platform)\/(.+\/)?tables\.ts$/

// Written so that this file does not report itself.
const UNFINISHED = /\b(TOD[O]|FIXM[E]|XX[X])\b/
const MACHINE_PATH = /(?<![\w.\-/:}])\/(?:work|root|tmp\/brief)\//

/** What a line of code may not hold: barrels, default exports, enums, unfinished work, somebody's paths. */
export async function checkSpelling(tree: Tree): Promise<Violation[]> {
  const violations: Violation[] = []
  for (const { path, text, program } of tree.sources.values()) {
    const report = (offset: number, message: string): void => {
      violations.push({ rule: 'spelling', file: path, line: lineAt(text, offset), message })
    }
    walk(program, (node) => {
      if (node.type === 'ExportAllDeclaration') report(node.start, 'a door lists names: no export *')
      if (node.type === 'TSEnumDeclaration')
        report(node.start, 'Node cannot erase an enum: use a union of texts')
      if (node.type === 'ExportDefaultDeclaration' && !/\.config\.[a-z]+$/.test(path)) {
        report(node.start, 'default exports are for configuration files')
      }
    })
  }
  for (const file of tree.files) {
    if (!READ.has(extname(file)) || file.endsWith('package-lock.json')) continue
    const lines = (await tree.read(file)).split('\n')
    for (const [at, line] of lines.entries()) {
      const unfinished = extname(file) === '.json' ? undefined : UNFINISHED.exec(line)?.[1]
      if (unfinished) {
        violations.push({
          rule: 'spelling',
          file,
          line: at + 1,
          message: `${unfinished}: finish it or drop it`,
        })
      }
      const machine = MACHINE_PATH.exec(line)?.[0]
      if (machine) {
        violations.push({
          rule: 'spelling',
          file,
          line: at + 1,
          message: `${machine} exists on one machine only`,
        })
      }
    }
  }
  return violations
}

/** Files past comfort: a question to ask, not a fault. */
export async function longFiles(tree: Tree): Promise<Violation[]> {
  const notes: Violation[] = []
  for (const file of tree.files) {
    if (!COUNTED.has(extname(file)) || GENERATED.test(file)) continue
    const lines = (await tree.read(file)).split('\n').length - 1
    if (lines > COMFORT) {
      notes.push({ rule: 'size', file, message: `${lines} lines: which second subject hides there?` })
    }
  }
  return notes
}
