import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, test } from 'node:test'
import { checkHouse, inspectHouse } from './check-house.ts'
import { house, type Files } from './house/sample.ts'

async function inHouse<T>(changes: Files, use: (root: string) => Promise<T>): Promise<T> {
  const root = await mkdtemp(join(tmpdir(), 'guichet-house-'))
  try {
    for (const [file, text] of Object.entries({ ...house, ...changes })) {
      await mkdir(dirname(join(root, file)), { recursive: true })
      await writeFile(join(root, file), text)
    }
    return await use(root)
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}

/** What is found once these files are added or replaced, as `rule file: message`. */
async function found(changes: Files): Promise<string[]> {
  const violations = await inHouse(changes, checkHouse)
  return violations.map(({ rule, file, message }) => `${rule} ${file}: ${message}`)
}

/** The change breaks one rule, once, and nothing else. */
async function breaks(rule: string, changes: Files, message: RegExp): Promise<void> {
  const violations = await found(changes)
  assert.equal(violations.length, 1, violations.join('\n') || `nothing was found, expected ${rule}`)
  assert.match(violations[0] ?? '', new RegExp(`^${rule} `))
  assert.match(violations[0] ?? '', message)
}

async function keeps(changes: Files): Promise<void> {
  assert.deepEqual(await found(changes), [])
}

const fileOf = (specifier: string): string => `import { x } from '${specifier}'\nexport const y = x\n`

test('a house in order has no violations', () => keeps({}))

test('a violation names its line', async () => {
  const changes = { 'kit/spinner.ts': `export const a = 1\n\nexport * from './Page.tsx'\n` }
  const [violation] = await inHouse(changes, checkHouse)
  assert.equal(violation?.line, 3)
})

test('a file that cannot be parsed is reported, not passed over', () =>
  breaks('syntax', { 'kit/spinner.ts': 'export const = 1' }, /kit\/spinner\.ts/))

describe('walls', () => {
  const wall = (file: string, specifier: string, message: RegExp) => async () =>
    breaks('walls', { [file]: fileOf(specifier) }, message)
  const opening = (file: string, specifier: string) => async () => keeps({ [file]: fileOf(specifier) })

  test('a relative path stays in its room', wall('kit/a.ts', '../platform/contract.ts', /leaves kit/))
  test('scripts enter by packages', wall('scripts/a.ts', '../server/main.ts', /leaves this folder/))
  test('rooms ignore scripts', wall('server/a.ts', '../scripts/start.ts', /outside/))
  test('re-exports count', async () =>
    breaks('walls', { 'kit/a.ts': `export { endpoint } from '../platform/contract.ts'\n` }, /leaves kit/))
  test('dynamic imports count', async () =>
    breaks('walls', { 'kit/a.ts': `export const a = import('../platform/contract.ts')\n` }, /leaves kit/))
  test('types count', async () =>
    breaks('walls', { 'kit/a.ts': `export type A = import('../platform/contract.ts').A\n` }, /leaves kit/))
  test('comments and texts do not count', async () =>
    keeps({ 'kit/a.ts': `// import '../web/main.tsx'\nexport const a = "import '../web/main.tsx'"\n` }))

  test('scripts know server and platform', opening('scripts/a.ts', '@guichet/platform/testing'))
  test('scripts know no module', wall('scripts/a.ts', '@guichet/queue', /only the doors/))
  test('platform knows no module', wall('platform/a.ts', '@guichet/queue', /platform knows nobody/))
  test('platform knows no kit', wall('platform/a.ts', '@guichet/kit/form', /platform knows nobody/))
  test('plots know nobody', wall('plots/a.ts', '@guichet/platform/contract', /plots knows nobody/))
  test('kit knows the endpoint only', wall('kit/a.ts', '@guichet/platform', /kit knows only/))
  test('kit knows no module', wall('kit/a.ts', '@guichet/queue/contract', /kit knows only/))
  test('one room is not its own guest', wall('modules/queue/jobs.ts', '@guichet/queue', /relative path/))

  test('only the lists name modules', wall('server/http.ts', '@guichet/queue', /may name a module/))
  test('only the entries name modules', wall('web/Shell.tsx', '@guichet/queue/web', /may name a module/))
  test('kiosk and display have an entry', opening('web/device.tsx', '@guichet/queue/web'))
  test('tests of the roof name modules', opening('server/isolation.test.ts', '@guichet/queue'))
  test('the server has no kit', wall('server/a.ts', '@guichet/kit/form', /kit is for browsers/))
  test('the browser has no server', wall('web/a.ts', '@guichet/platform', /contracts of platform/))

  test('commands have no kit', wall('modules/queue/jobs.ts', '@guichet/kit/form', /kit is for web/))
  test('panels have kit', opening('modules/queue/panels.tsx', '@guichet/kit/form'))
  test('a module has other doors', opening('modules/queue/jobs.ts', '@guichet/organisation/events'))
  test('tables are no door', wall('modules/queue/jobs.ts', '@guichet/organisation/tables', /not a door/))
  test('tests wire modules', opening('modules/queue/jobs.test.ts', '@guichet/organisation/module'))
  test('panels are for browsers', wall('modules/queue/jobs.ts', '@guichet/documents/panels', /not a door/))
  test('no module knows the roof', wall('modules/queue/jobs.ts', '@guichet/server', /roof/))

  const page = 'modules/queue/web/a.ts'
  test('pages have no platform', wall(page, '@guichet/platform', /contracts of platform/))
  test('pages have no index of others', wall(page, '@guichet/organisation', /browser may not read/))
  test('pages have plots', opening(page, '@guichet/plots/bars'))
  test('pages stand on contract', wall(page, '../model.ts', /contract\.ts alone/))
  test('pages have their locales', opening(page, '../locales/fr.json'))
  test('pages of a sub-room', opening('modules/documents/recognition/web/a.ts', '../contract.ts'))
  test('commands have no pages', wall('modules/queue/jobs.ts', './web/routes.tsx', /for the browser/))

  const contract = 'modules/organisation/contract.ts'
  test('contract is light', wall(contract, 'kysely', /zod only/))
  test('contract brings no query', wall(contract, './events.ts', /bring/))
  test('contract may bring rules', opening(contract, './model.ts'))
})

describe('floors', () => {
  const between = (from: string, to: string) => ({ [`modules/${from}/jobs.ts`]: fileOf(`@guichet/${to}`) })
  for (const [from, to] of [
    ['appointments', 'queue'],
    ['appointments', 'payments'],
    ['inspections', 'documents'],
    ['reports', 'inspections'],
    ['analytics', 'queue'],
    ['documents', 'organisation'],
  ] as const) {
    test(`${from} may know ${to}`, () => keeps(between(from, to)))
  }
  for (const [from, to] of [
    ['queue', 'appointments'],
    ['organisation', 'queue'],
    ['queue', 'stock'],
    ['documents', 'payments'],
    ['organisation', 'documents'],
    ['assistant', 'analytics'],
  ] as const) {
    test(`${from} may not know ${to}`, () => breaks('walls', between(from, to), /fall, never rise/))
  }
  test('a module needs a floor', () =>
    breaks('walls', { 'modules/parking/package.json': '{}' }, /no module parking/))
})

describe('arrows inside a module', () => {
  const arrow = (file: string, specifier: string, message: RegExp) => async () =>
    breaks('arrows', { [`modules/organisation/${file}`]: fileOf(specifier) }, message)

  test('queries below commands', arrow('queries.ts', './commands.ts', /queries stands below commands/))
  test('commands below subscribers', arrow('commands.ts', './subscribers.ts', /commands stands below/))
  test('contract below queries', async () =>
    breaks(
      'arrows',
      { 'modules/organisation/contract.ts': `import type { A } from './queries.ts'\nexport type B = A\n` },
      /contract stands below queries/,
    ))
  test('routes below module', arrow('routes.ts', './module.ts', /routes stands below module/))
  test('folders count', arrow('queries/a.ts', '../commands/b.ts', /queries stands below commands/))
  test('sub-rooms count', arrow('intake/model.ts', './commands.ts', /model stands below commands/))
  test('subscribers use commands', async () =>
    keeps({ 'modules/organisation/subscribers.ts': fileOf('./commands.ts') }))
})

describe('circles', () => {
  const two = (a: string, b: string): Files => ({ 'kit/one.ts': a, 'kit/two.ts': b })
  test('values go round', () =>
    breaks('circles', two(fileOf('./two.ts'), fileOf('./one.ts')), /kit\/one\.ts > kit\/two\.ts > kit\/one/))
  test('types may', () =>
    keeps(two(fileOf('./two.ts'), `import type { x } from './one.ts'\nexport type Y = x\n`)))
  test('what loads later may', () =>
    keeps(two(fileOf('./two.ts'), `export const later = () => import('./one.ts')\n`)))
  test('a type among braces is kept by Node', () =>
    breaks(
      'circles',
      two(fileOf('./two.ts'), `import { type x } from './one.ts'\nexport type Y = x\n`),
      /go round/,
    ))
})

describe('names', () => {
  const named =
    (file: string, message: RegExp, text = 'export const a = 1\n') =>
    async () =>
      breaks('names', { [file]: text }, message)

  test('a module invents no file', named('modules/queue/tickets.ts', /not a name of the house/))
  test('a module invents no folder', named('modules/queue/services/call.ts', /not a name of the house/))
  test('a sub-room keeps the names', named('modules/documents/recognition/ocr.ts', /not a name of the house/))
  test('locales are two', named('modules/queue/locales/de.json', /fr\.json and en\.json/, '{}'))
  test('panels may be a folder', () => keeps({ 'modules/queue/panels/Waiting.tsx': 'export const a = 1\n' }))
  test('pages and demo belong', () =>
    keeps({
      'modules/queue/pages.ts': '',
      'modules/queue/demo/tickets.ts': '',
      'modules/queue/permissions.ts': '',
    }))
  test('files are kebab-case', named('server/readConfig.ts', /not kebab-case/))
  test('folders are kebab-case', named('server/Http/listen.ts', /folder Http/))
  test(
    'components are PascalCase',
    named('kit/button.tsx', /component Button/, 'export function Button() {}\n'),
  )
  test('hooks with JSX are not', () =>
    keeps({ 'kit/use-toast.tsx': 'export const useToast = () => <b />\n' }))
  for (const name of [
    'utils.ts',
    'date-helpers.ts',
    'common/a.ts',
    'QueueManager.tsx',
    'call-impl.ts',
    'data.ts',
  ]) {
    test(`${name} says nothing`, named(`kit/${name}`, /says nothing/))
  }
})

describe('spelling', () => {
  const spelt = (text: string, message: RegExp) => async () =>
    breaks('spelling', { 'server/listen.ts': text }, message)

  // Put together here, or this file would report itself.
  const unfinished = ['TO', 'DO'].join('')
  const folder = ['wo', 'rk'].join('')

  test('no barrels', spelt(`export * from './main.ts'\n`, /no export \*/))
  test('no named barrels', spelt(`export * as all from './main.ts'\n`, /no export \*/))
  test('no default exports', spelt('export default 1\n', /default exports/))
  test('no enums', spelt('export enum A { b }\n', /enum/))
  test('no unfinished work', spelt(`// ${unfinished}: later\n`, /finish it/))
  test('no path of one machine', spelt(`export const at = '/${folder}/main'\n`, /one machine only/))
  test('addresses are no such path', () =>
    keeps({ 'server/a.ts': `export const a = 'https://a.sn/${folder}/b'\n` }))
  test('long files are notes', async () => {
    const { violations, notes } = await inHouse({ 'server/long.ts': '\n'.repeat(401) }, inspectHouse)
    assert.deepEqual(violations, [])
    assert.deepEqual(
      notes.map(({ rule, file }) => [rule, file]),
      [['size', 'server/long.ts']],
    )
  })
})

describe('texts', () => {
  const fr = 'modules/organisation/locales/fr.json'
  const en = 'modules/organisation/locales/en.json'
  const said = (french: string, english: string, code = ''): Files => ({
    [fr]: french,
    [en]: english,
    'modules/organisation/jobs.ts': `export const said = ['site', 'hours']\n${code}`,
  })

  test('both languages exist', () => breaks('texts', { [fr]: '{}' }, /en\.json: this language is missing/))
  test('both have each key', () =>
    breaks(
      'texts',
      said('{ "site": "Site", "hours": "Horaires" }', '{ "site": "Site" }'),
      /hours is missing/,
    ))
  test('nothing is empty', () =>
    breaks('texts', said('{ "site": " " }', '{ "site": "Site" }'), /site is empty/))
  test('placeholders agree', () =>
    breaks(
      'texts',
      said('{ "site": "Site {name}" }', '{ "site": "Site {nom}" }'),
      /\{nom\} where French.*\{name\}/,
    ))
  test('a plural has its general form', async () => {
    const violations = await found(said('{ "site": { "one": "Un" } }', '{ "site": { "one": "One" } }'))
    assert.equal(violations.filter((violation) => violation.includes('has no .other')).length, 2)
  })
  test('a text is used', () =>
    breaks('texts', said('{ "closed": "Fermé" }', '{ "closed": "Closed" }'), /closed is used nowhere/))
  test('a text that a page asks for exists', () =>
    breaks(
      'texts',
      {
        'modules/queue/web/a.ts': `const text = useText('queue')\nexport const a = text('desk.missing')\n`,
      },
      /queue has no text desk\.missing/,
    ))
  test('a text that the server says exists', () =>
    breaks('texts', { 'modules/queue/jobs.ts': `export const a = say('queue', 'sms.turn')\n` }, /sms\.turn/))
  test('keys put together are left alone', () =>
    keeps({
      'modules/queue/web/a.ts': `const text = useText('queue')\nexport const a = (b: string) => text(\`desk.\${b}\`)\n`,
    }))
  test('a code of failure has a text', () =>
    breaks(
      'texts',
      { 'modules/queue/jobs.ts': `throw conflict('queue.closed')\n` },
      /no text problem\.closed/,
    ))
})

describe('texts in pages', () => {
  const page = (jsx: string): Files => ({
    'modules/queue/web/Card.tsx': `export const Card = ({ on }: Props) => ${jsx}\n`,
  })
  const written = (jsx: string, message: RegExp) => async () => breaks('literal-texts', page(jsx), message)

  test('between tags', written('<p>Bonjour</p>', /"Bonjour" belongs/))
  test('in braces', written("<p>{'Bonjour'}</p>", /"Bonjour"/))
  test('on one side of a condition', written("<p>{on && 'Ouvert'}</p>", /"Ouvert"/))
  test('in a template', written('<p>{`${on} tickets`}</p>', /"tickets"/))
  test('in aria-label', written('<a aria-label="Fermer" href="#a" />', /"Fermer"/))
  test('in a placeholder', written("<input placeholder={on ? 'Nom' : ''} />", /"Nom"/))
  test('in kit', () =>
    breaks('literal-texts', { 'kit/Close.tsx': 'export const Close = () => <b title="Close" />' }, /"Close"/))
  const served = (markup: string): Files => ({
    'modules/queue/pages.ts': `export const page = (say: Say) => html\`${markup}\`\n`,
  })
  test('in pages from the server', () =>
    breaks('literal-texts', served('<p class="a">${say("queue", "desk.hello")} Bonjour</p>'), /"Bonjour"/))
  test('in their attributes', () =>
    breaks('literal-texts', served('<img src="${src}" alt="Votre ticket">'), /"Votre ticket"/))
  test('a page declared in one language keeps it', () =>
    keeps(served('<html lang="en"><title>API</title>${body}</html>')))
  test('markup itself is no text', () =>
    keeps(
      served(
        '<!doctype html><style>a { color: red }</style><!-- why --> data-stream="${on ? 1 : 2}" <b title="${a}">&nbsp;${b}</b> · Guichet',
      ),
    ))
  test('signs, numbers, code and classes are no texts', () =>
    keeps(page('<p className="big"><code>npm</code> {on} · 3&nbsp;× – {String("a")}</p>')))
})

describe('tables', () => {
  const migration = 'modules/queue/migrations/0002_more.sql'
  const sql = (text: string): Files => ({
    [migration]: text,
    [migration.replace('.sql', '.down.sql')]: 'select 1;',
  })
  const columns = 'tenant_id uuid not null, id uuid not null'

  test('a table has a tenant', () =>
    breaks(
      'tables',
      sql(`create table queue.a (id uuid);\nselect platform.protect('queue.a');`),
      /no tenant_id/,
    ))
  test('a table has its policy', () =>
    breaks('tables', sql(`create table queue.a (${columns});`), /no row policy/))
  test('a policy in a comment is none', () =>
    breaks(
      'tables',
      sql(`create table queue.a (${columns});\n-- select platform.protect('queue.a');`),
      /row policy/,
    ))
  test('a column in a comment is none', () =>
    breaks(
      'tables',
      sql(`create table queue.a (\n  id uuid -- no tenant_id\n);\nselect platform.protect('queue.a');`),
      /no tenant_id/,
    ))
  test('a table stands in its schema', () =>
    breaks(
      'tables',
      sql(`create table stock.a (${columns});\nselect platform.protect('stock.a');`),
      /outside the schema/,
    ))
  test('a table names its schema', () =>
    breaks('tables', sql(`create table a (${columns});`), /names no schema/))
  test('an append-only policy counts', () =>
    keeps(sql(`CREATE TABLE IF NOT EXISTS queue.a (${columns});\nselect platform.protect('queue.a', true);`)))
  test('a temporary table is nobody’s', () => keeps(sql('create temp table a (id uuid);')))
})

describe('migrations', () => {
  test('each has a way back', () =>
    breaks(
      'migrations',
      { 'modules/queue/migrations/0002_more.sql': 'select 1;' },
      /no way back: 0002_more\.down/,
    ))
  test('a way back has a way there', () =>
    breaks('migrations', { 'platform/migrations/0001_a.down.sql': 'select 1;' }, /without a way there/))
  test('a number is taken once', () =>
    breaks(
      'migrations',
      {
        'modules/queue/migrations/0001_zeal.sql': 'select 1;',
        'modules/queue/migrations/0001_zeal.down.sql': 'select 1;',
      },
      /same number/,
    ))
  test('names have a form', () =>
    breaks('migrations', { 'modules/queue/migrations/tickets.sql': 'select 1;' }, /0001_tickets\.sql/))
})
