import { placeOf, roomOf } from './rooms.ts'
import { isTest, resolveRelative, type Source, type Tree, type Violation } from './tree.ts'

/** Inside a module imports only fall: module, then routes and the like, commands, queries, the rest. */
export function checkArrows(tree: Tree): Violation[] {
  const violations: Violation[] = []
  for (const source of tree.sources.values()) {
    const place = placeOf(source.path)
    if (place?.height === undefined || isTest(source.path)) continue
    for (const imported of source.imports) {
      if (!imported.specifier.startsWith('.')) continue
      const other = placeOf(resolveRelative(source.path, imported.specifier))
      if (other?.module !== place.module || other.height === undefined) continue
      if (other.height < place.height) {
        violations.push({
          rule: 'arrows',
          file: source.path,
          line: imported.line,
          message: `${place.role} stands below ${other.role} and may not import it`,
        })
      }
    }
  }
  return violations
}

/** No circles between the files of a room: the order in which they load would decide what works. */
export function checkCircles(tree: Tree): Violation[] {
  return circlesIn(tree.sources).map((circle) => {
    const from = circle[0] as string
    const next = circle[1] as string
    const source = tree.sources.get(from)
    const link = source?.imports.find((imported) => resolveRelative(from, imported.specifier) === next)
    return {
      rule: 'circles',
      file: from,
      line: link?.line,
      message: `imports go round: ${circle.join(' > ')}`,
    }
  })
}

function circlesIn(sources: Map<string, Source>): string[][] {
  const circles: string[][] = []
  const done = new Set<string>()
  const path: string[] = []
  const visit = (file: string): void => {
    const seen = path.indexOf(file)
    if (seen !== -1) {
      circles.push([...path.slice(seen), file])
      return
    }
    if (done.has(file)) return
    path.push(file)
    for (const next of valueImports(sources, file)) visit(next)
    path.pop()
    done.add(file)
  }
  for (const file of sources.keys()) visit(file)
  return circles
}

function valueImports(sources: Map<string, Source>, file: string): string[] {
  const found = new Set<string>()
  for (const imported of sources.get(file)?.imports ?? []) {
    if (imported.types_only || imported.lazy || !imported.specifier.startsWith('.')) continue
    const target = resolveRelative(file, imported.specifier)
    if (sources.has(target) && roomOf(target) === roomOf(file)) found.add(target)
  }
  return [...found]
}
