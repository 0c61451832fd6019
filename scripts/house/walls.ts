import { doorOf, floorOf, mayKnow, placeOf, ROOF_LISTS, roomOf, ROOMS, type Place } from './rooms.ts'
import { isTest, resolveRelative, type Import, type Source, type Tree, type Violation } from './tree.ts'

/** Who may know whom: relative paths stay in their room, packages are entered through allowed doors. */
export function checkWalls(tree: Tree): Violation[] {
  const violations: Violation[] = []
  for (const source of tree.sources.values()) {
    for (const imported of source.imports) {
      const message = imported.specifier.startsWith('.')
        ? relativeFault(source, imported)
        : packageFault(source, imported)
      if (message) violations.push({ rule: 'walls', file: source.path, line: imported.line, message })
    }
  }
  const modules = new Set(tree.files.filter((file) => roomOf(file)).map((file) => placeOf(file)?.module))
  for (const module of modules) {
    if (module && floorOf(module) === undefined) {
      violations.push({
        rule: 'walls',
        file: `modules/${module}`,
        message: `the plan of the house has no module ${module}: give it a floor in scripts/house/rooms.ts`,
      })
    }
  }
  return violations
}

function relativeFault(source: Source, imported: Import): string | undefined {
  const target = resolveRelative(source.path, imported.specifier)
  const room = roomOf(source.path)
  const target_room = roomOf(target)
  if (room !== target_room) {
    const way = target_room ? `enter ${target_room} through its package` : 'rooms do not know what is outside'
    return `${imported.specifier} leaves ${room ?? 'this folder'}: ${way}`
  }
  const place = placeOf(source.path)
  const other = placeOf(target)
  if (!place || !other || isTest(source.path)) return undefined
  if (place.side === 'browser' && other.side === 'server' && other.role !== 'contract') {
    return `pages stand on contract.ts alone, not on ${imported.specifier}`
  }
  if (place.side === 'server' && other.side === 'browser') {
    return `${imported.specifier} is for the browser, ${place.role ?? 'this file'} runs on the server`
  }
  if (place.role === 'contract' && !imported.types_only && other.side === 'server') {
    // Whatever contract.ts imports reaches the browser with it.
    if (!['contract', 'model', 'permissions'].includes(other.role ?? '')) {
      return `the browser reads contract.ts: it may not bring ${imported.specifier} along`
    }
  }
  return undefined
}

function packageFault(source: Source, imported: Import): string | undefined {
  const entered = doorOf(imported.specifier)
  if (!entered) {
    const place = placeOf(source.path)
    const heavy = place?.role === 'contract' && !imported.types_only && !/^zod(\/|$)/.test(imported.specifier)
    return heavy ? `the browser reads contract.ts: zod only, not ${imported.specifier}` : undefined
  }
  const { name, door } = entered
  const room = roomOf(source.path)
  if (room === undefined) {
    // Figures about a calculation are measured on the calculation itself; a room may lend the bench a door of its own.
    const measured = source.path.startsWith('bench/') && (door.endsWith('-model') || door === './bench')
    return name === 'platform' || name === 'server' || measured
      ? undefined
      : `only the doors of server and platform are for here`
  }
  if (room === name || room === `modules/${name}`) {
    return `${imported.specifier} is this room: use a relative path`
  }
  switch (room) {
    case 'platform':
    case 'plots':
      return `${room} knows nobody, so not ${imported.specifier}`
    case 'kit':
      return name === 'platform' && isContract(door)
        ? undefined
        : `kit knows only the contracts of platform, not ${imported.specifier}`
    case 'server':
    case 'web':
      return roofFault(source.path, name, door)
    default:
      return moduleFault(source.path, placeOf(source.path), name, door)
  }
}

function roofFault(file: string, name: string, door: string): string | undefined {
  const in_web = file.startsWith('web/')
  if ((ROOMS as readonly string[]).includes(name)) {
    if (name === 'server' || name === 'web') return `${name} is a roof: nothing stands on it`
    if (in_web && name === 'platform' && !isContract(door)) {
      return 'a browser may read only the contracts of platform'
    }
    if (!in_web && name === 'kit') return 'kit is for browsers'
    return undefined
  }
  const may_list = (ROOF_LISTS as readonly string[]).includes(file) || isTest(file)
  return may_list ? undefined : `only ${ROOF_LISTS.join(', ')} may name a module`
}

function moduleFault(file: string, place: Place | undefined, name: string, door: string): string | undefined {
  const test = isTest(file)
  const browser = place?.side === 'browser'
  const specifier = door === '.' ? `@guichet/${name}` : `@guichet/${name}/${door.slice(2)}`
  if (name === 'platform') {
    const only_contract = place?.role === 'contract' || (browser && !test)
    return only_contract && !isContract(door)
      ? `a browser may read only the contracts of platform, not ${specifier}`
      : undefined
  }
  if (name === 'kit') return browser ? undefined : 'kit is for web/ and panels only'
  if (name === 'plots') return undefined
  if (name === 'server' || name === 'web') return `${name} is the roof: a module may not know it`
  if (!place || !mayKnow(place.module, name)) {
    return `${place?.module ?? file} may not know ${name}: arrows between modules fall, never rise`
  }
  if (test) {
    const doors = ['.', './contract', './events', './panels', './module', './demo']
    return doors.includes(door) ? undefined : `${specifier} is not a door for others`
  }
  if (browser || place.role === 'contract') {
    const doors = browser ? ['./contract', './panels'] : ['./contract']
    return doors.includes(door)
      ? undefined
      : `a browser may not read ${specifier}: ${doors.join(' or ')} only`
  }
  return ['.', './contract', './events'].includes(door) ? undefined : `${specifier} is not a door for others`
}

/**
 * The platform speaks to browsers through `./contract`, `./auth-contract` for who one is, `./oversight-contract`,
 * and `./addresses` for which pages are theirs.
 */
function isContract(door: string): boolean {
  return [
    './contract',
    './auth-contract',
    './oversight-contract',
    './notifications-contract',
    './addresses',
  ].includes(door)
}
