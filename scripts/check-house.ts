import { relative, resolve } from 'node:path'
import { checkArrows, checkCircles } from './house/arrows.ts'
import { checkLiteralTexts } from './house/literal-texts.ts'
import { checkNames } from './house/names.ts'
import { checkSpelling, longFiles } from './house/spelling.ts'
import { checkMigrations, checkTables } from './house/tables.ts'
import { checkTexts } from './house/texts.ts'
import { readTree, type Violation } from './house/tree.ts'
import { checkWalls } from './house/walls.ts'

export type { Violation } from './house/tree.ts'

/** Everything in the tree that breaks the rules of docs/architecture.md. */
export async function checkHouse(root: string): Promise<Violation[]> {
  return (await inspectHouse(root)).violations
}

/** The violations, and notes: things worth a look that fail nothing. */
export async function inspectHouse(root: string): Promise<{ violations: Violation[]; notes: Violation[] }> {
  const tree = await readTree(root)
  const violations = [
    ...tree.broken,
    ...checkWalls(tree),
    ...checkArrows(tree),
    ...checkCircles(tree),
    ...checkNames(tree),
    ...(await checkSpelling(tree)),
    ...(await checkTexts(tree)),
    ...checkLiteralTexts(tree),
    ...(await checkTables(tree)),
    ...checkMigrations(tree),
  ]
  return { violations: violations.toSorted(byPlace), notes: await longFiles(tree) }
}

function byPlace(a: Violation, b: Violation): number {
  return a.file === b.file ? (a.line ?? 0) - (b.line ?? 0) : a.file < b.file ? -1 : 1
}

/** `modules/queue/commands.ts:12  walls  …`, which editors turn into a link. */
export function describeViolation({ rule, file, line, message }: Violation): string {
  return `${file}${line ? `:${line}` : ''}  ${rule}  ${message}`
}

if (process.argv[1] === import.meta.filename) {
  const root = resolve(process.argv[2] ?? resolve(import.meta.dirname, '..'))
  const { violations, notes } = await inspectHouse(root)
  for (const note of notes) console.log(`note: ${describeViolation(note)}`)
  for (const violation of violations) console.log(describeViolation(violation))
  console.log(`${violations.length} violations in ${relative(process.cwd(), root) || '.'}`)
  if (violations.length > 0) process.exitCode = 1
}
