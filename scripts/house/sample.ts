export type Files = Record<string, string>

/** A small house that keeps every rule; each test breaks one of them. */
export const house: Files = {
  'package.json': '{}',
  'platform/contract.ts': 'export const endpoint = 1\n',
  'platform/errors.ts': 'export const conflict = (code: string) => new Error(code)\n',
  'platform/locales/fr.json': '{ "save": "Enregistrer" }',
  'platform/locales/en.json': '{ "save": "Save" }',
  'kit/locales/fr.json': '{ "close": "Fermer" }',
  'kit/locales/en.json': '{ "close": "Close" }',
  'kit/Page.tsx': `import { endpoint } from '@guichet/platform/contract'
    export function Page({ title }: { title: string }) {
      const text = useText('kit')
      return <section title={title} data-x={endpoint}>{text('close')}: 3 / 4 &nbsp;</section>
    }`,
  'plots/bars.ts': `import { scaleLinear } from 'd3-scale'\nexport const bars = scaleLinear`,
  'server/modules.ts': `import { queueModule } from '@guichet/queue/module'\nexport const modules = [queueModule]`,
  'server/main.ts': `import { modules } from './modules.ts'\nimport { endpoint } from '@guichet/platform'
    console.log(modules, endpoint, 'save')`,
  'web/main.tsx': `import { routes } from '@guichet/queue/web'\nexport const all = [routes]`,
  'web/vite.config.ts': 'export default {}\n',
  'scripts/start.ts': `import { start } from '@guichet/server'\nstart()\n`,
  'modules/organisation/package.json': '{}',
  'modules/organisation/contract.ts': 'export const Site = 1\n',
  'modules/organisation/index.ts': `export { Site } from './contract.ts'\n`,
  'modules/queue/README.md': '# queue\n',
  'modules/queue/package.json': '{}',
  'modules/queue/module.ts': `import { routes } from './routes.ts'\nexport const queueModule = { routes }\n`,
  'modules/queue/routes.ts': `import { callNext } from './commands/call-next.ts'\nexport const routes = [callNext]\n`,
  'modules/queue/commands/call-next.ts': `import { conflict } from '@guichet/platform'
    import { siteOf } from '@guichet/organisation'
    import { waitingAt } from '../queries.ts'
    export function callNext(say: Say) {
      if (!waitingAt(siteOf())) throw conflict('queue.nobody_waiting')
      return say('queue', 'waiting', { count: 2 })
    }`,
  'modules/queue/queries.ts': `import type { Ticket } from './tables.ts'
    import { states } from './model.ts'
    export const waitingAt = (ticket: Ticket) => states.includes(ticket)`,
  'modules/queue/model.ts': `import type { Ticket } from './tables.ts'\nexport const states: Ticket[] = []\n`,
  'modules/queue/tables.ts': `export type Ticket = string\n`,
  'modules/queue/contract.ts': `import { z } from 'zod'
    import { endpoint } from '@guichet/platform/contract'
    import { Site } from '@guichet/organisation/contract'
    export const callNextTicket = [z, endpoint, Site]`,
  'modules/queue/commands.test.ts': `import { queueModule } from './module.ts'
    import { organisation } from '@guichet/organisation/module'
    export const used = [queueModule, organisation]`,
  'modules/queue/locales/fr.json': `{
    "desk": { "call_next": "Appeler le suivant", "hello": "Bonjour {name}" },
    "waiting": { "one": "Une personne", "other": "{count} personnes" },
    "problem": { "nobody_waiting": "Personne n’attend." }
  }`,
  'modules/queue/locales/en.json': `{
    "desk": { "call_next": "Call next", "hello": "Hello {name}" },
    "waiting": { "one": "{count} person", "other": "{count} people" },
    "problem": { "nobody_waiting": "Nobody is waiting." }
  }`,
  'modules/queue/web/DeskPage.tsx': `import { Page } from '@guichet/kit/page'
    import { callNextTicket } from '../contract.ts'
    import { SitePanel } from '@guichet/organisation/panels'
    export function DeskPage({ late }: { late: boolean }) {
      const text = useText('queue')
      return (
        <Page title={text(late ? 'desk.call_next' : 'desk.hello', { name: 'A1' })}>
          <SitePanel call={callNextTicket} /> · <code>A001</code> <a lang="en" href="/en">English</a>
        </Page>
      )
    }`,
  'modules/queue/web/routes.tsx': `import { DeskPage } from './DeskPage.tsx'\nexport const routes = [DeskPage]\n`,
  'modules/queue/migrations/0001_tickets.sql': `create schema queue;
    -- the tickets (one for each visitor)
    create table queue.ticket (
      tenant_id uuid not null, id uuid not null, -- its key
      primary key (tenant_id, id)
    );
    select platform.protect('queue.ticket');
    -- untenanted: holidays are the country's
    create table queue.holiday (day date primary key);`,
  'modules/queue/migrations/0001_tickets.down.sql': 'drop schema queue cascade;\n',
  'modules/documents/recognition/README.md': '# recognition\n',
  'modules/documents/recognition/commands.ts': `import { fields } from './model/fields.ts'\nexport const read = fields\n`,
  'modules/documents/recognition/model/fields.ts': 'export const fields = []\n',
  'modules/documents/recognition/model/fields.test.ts': `import { read } from '../commands.ts'\nexport const used = read\n`,
}
