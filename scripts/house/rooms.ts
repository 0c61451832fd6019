import { posix } from 'node:path'
import { isTest } from './tree.ts'

/** The floors of the house, highest first: imports between modules only fall. */
const FLOORS = [
  ['assistant', 'analytics'],
  ['reports', 'appointments'],
  ['inspections', 'queue', 'stock'],
  ['documents', 'organisation', 'payments'],
] as const

/** Holds the nouns everybody shares, so even its neighbours on the same floor may know it. */
const KNOWN_BY_ALL = 'organisation'

export const ROOMS = ['platform', 'kit', 'plots', 'server', 'web'] as const

/** Files that may name all modules: the list of rooms, the demonstration, the browser's entry, the entry of kiosk and display. */
export const ROOF_LISTS = ['server/modules.ts', 'server/demo.ts', 'web/main.tsx', 'web/device.tsx'] as const

/** What a module's files may be called; the number is the height inside the room, highest first. */
const ROLES: Record<string, number> = {
  // The set-up that a module's tests share: nobody else imports it.
  testing: -1,
  module: 0,
  routes: 1,
  jobs: 1,
  subscribers: 1,
  index: 1,
  pages: 1,
  demo: 1,
  commands: 2,
  queries: 3,
  contract: 4,
  model: 4,
  events: 4,
  tables: 4,
  permissions: 4,
}

export const ROLE_NAMES = [...Object.keys(ROLES), 'panels']
const FOLDERS = ['web', 'locales', 'migrations']

/** `platform`, `kit`, `modules/queue`…; nothing for what stands outside (scripts, e2e, bench, deploy, docs). */
export function roomOf(file: string): string | undefined {
  const [first, second, third] = file.split('/')
  if (first === 'modules') return second && third ? `modules/${second}` : undefined
  return ROOMS.find((room) => room === first && second)
}

export function floorOf(module: string): number | undefined {
  const floor = FLOORS.findIndex((names) => (names as readonly string[]).includes(module))
  return floor === -1 ? undefined : floor
}

export function mayKnow(module: string, other: string): boolean {
  const own = floorOf(module)
  const theirs = floorOf(other)
  if (own === undefined || theirs === undefined) return false
  return theirs > own || (other === KNOWN_BY_ALL && theirs === own)
}

export interface Place {
  module: string
  /** One of the subjects of a module that has several, such as `recognition` in `documents`. */
  sub_room?: string
  /** The name from the vocabulary; absent when the file follows none. */
  role?: string
  height?: number
  side: 'browser' | 'server' | 'neither'
}

/** Where a file stands in its module. */
export function placeOf(file: string): Place | undefined {
  const [first, module, ...rest] = file.split('/')
  if (first !== 'modules' || !module || rest.length === 0) return undefined
  for (const depth of [0, 1]) {
    const segment = rest[depth]
    if (segment === undefined) break
    const is_file = depth === rest.length - 1
    const name = is_file ? stemOf(segment) : segment
    const role = ROLE_NAMES.includes(name) || (!is_file && FOLDERS.includes(name)) ? name : undefined
    if (!role) continue
    const sub_room = depth === 1 ? rest[0] : undefined
    const browser = role === 'web' || role === 'panels'
    const neither = role === 'locales' || role === 'migrations'
    return {
      module,
      sub_room,
      role,
      height: ROLES[role],
      side: neither ? 'neither' : browser ? 'browser' : 'server',
    }
  }
  return { module, side: isTest(file) ? 'server' : 'neither' }
}

/** `call-next` for `commands/call-next.test.ts`. */
export function stemOf(file: string): string {
  return posix.basename(file).replace(/(\.test)?\.[^.]+$/, '')
}

/** `@guichet/queue/contract` is the door `./contract` of the package `queue`. */
export function doorOf(specifier: string): { name: string; door: string } | undefined {
  const found = /^@guichet\/([^/?]+)(?:\/([^?]+))?/.exec(specifier)
  if (!found?.[1]) return undefined
  return { name: found[1], door: found[2] ? `./${found[2]}` : '.' }
}
