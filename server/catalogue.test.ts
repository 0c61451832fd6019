import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { catalogueFaults, cloneDatabase, dropDatabase, ruleNames } from '@guichet/platform/testing'
import { modules } from './modules.ts'

const url = await cloneDatabase(modules)
const owner = new pg.Client({ connectionString: url })
await owner.connect()
after(async () => {
  await owner.end()
  await dropDatabase(url)
})

test('the database of all modules has no fault', async () => {
  assert.deepEqual(await catalogueFaults(owner), [])
})

/** For each rule, something a hurried migration might do, and the object that must then be named. */
const mishaps: Record<string, [sql: string, object: RegExp]> = {
  'table without tenant_id': ['create table platform.oops (id uuid primary key)', /^platform\.oops$/],
  'tenant_id may be null': [
    'alter table platform.device drop constraint device_pkey; alter table platform.device alter tenant_id drop not null',
    /^platform\.device$/,
  ],
  'row security not enabled and forced': [
    'alter table platform.device no force row level security',
    /^platform\.device$/,
  ],
  'not exactly one permissive policy': [
    `create policy also on platform.device for update using (tenant_id = (select platform.tenant_id()))
       with check (tenant_id = (select platform.tenant_id()))`,
    /^platform\.device update guichet_app$/,
  ],
  'policy that is not the tenant rule': [
    'drop policy tenant on platform.device; create policy tenant on platform.device using (true) with check (true)',
    /^platform\.device\.tenant$/,
  ],
  'unique index without tenant_id': [
    'create unique index oops on platform.device (token_hash)',
    /^platform\.oops$/,
  ],
  'primary key without tenant_id': [
    'alter table platform.device drop constraint device_pkey; alter table platform.device add primary key (id)',
    /^platform\.device$/,
  ],
  'index not led by tenant_id': [
    'create index oops on platform.device (site_id, tenant_id)',
    /^platform\.oops$/,
  ],
  'foreign key without tenant_id': [
    `create unique index oops on platform.device (id);
     alter table platform.invitation add constraint oops foreign key (created_by) references platform.device (id)`,
    /^platform\.invitation\.oops$/,
  ],
  'foreign key across schemas': [
    'alter table platform.membership add constraint oops foreign key (user_id) references auth.account_user (id)',
    /^platform\.membership\.oops$/,
  ],
  "view with its owner's eyes": [
    'create view platform.oops as select * from platform.device',
    /^platform\.oops$/,
  ],
  'materialised view that can be read': [
    'create materialized view platform.oops as select 1 as one; grant select on platform.oops to guichet_reader',
    /^platform\.oops$/,
  ],
  'function of the owner without fixed search_path': [
    `create function platform.oops() returns int language sql security definer as 'select 1'`,
    /oops\(\)$/,
  ],
  'function of the owner open to everybody': [
    `create function platform.oops() returns int language sql security definer set search_path = pg_catalog as 'select 1'`,
    /oops\(\)$/,
  ],
  'privilege that walks around policies': [
    'grant truncate on platform.device to guichet_app',
    /^platform\.device TRUNCATE$/,
  ],
  'table open to everybody': ['grant select on platform.device to public', /^platform\.device$/],
  'reader that may write': ['grant update on platform.device to guichet_reader', /^platform\.device$/],
  'sequence that can be read': [
    'create sequence platform.oops; grant usage on sequence platform.oops to guichet_app',
    /^platform\.oops$/,
  ],
  'schema that can be added to': ['grant create on schema platform to guichet_app', /^platform$/],
  'job tables open to the application': [
    'set local role guichet_jobs; grant usage on schema graphile_worker to guichet_app; reset role',
    /^graphile_worker$/,
  ],
  'serving role that owns something': [
    `grant guichet_app to current_user with set true; grant create on schema platform to guichet_app;
     alter function platform.tenant_id() owner to guichet_app`,
    /^guichet_app owns tenant_id$/,
  ],
  'serving role that is member of another': [
    'grant guichet_reader to guichet_app',
    /^guichet_app in guichet_reader$/,
  ],
  'serving role with powers of its own': ['alter role guichet_app createdb', /^guichet_app$/],
}

test('every rule sees the mishap it is there for', async (t) => {
  assert.deepEqual(Object.keys(mishaps).toSorted(), ruleNames.toSorted())
  for (const [rule, [sql, object]] of Object.entries(mishaps)) {
    await t.test(rule, async () => {
      // Undone, never committed: roles are shared by all databases of the server.
      await owner.query('begin')
      try {
        await owner.query(sql)
        const faults = await catalogueFaults(owner)
        assert.ok(
          faults.some((fault) => fault.rule === rule && object.test(fault.object)),
          `found only ${JSON.stringify(faults)}`,
        )
      } finally {
        await owner.query('rollback')
      }
    })
  }
})
