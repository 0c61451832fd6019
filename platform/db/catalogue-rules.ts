import type pg from 'pg'

/**
 * What the database itself says about isolation. A policy protects only as long as no table forgets it, no
 * view walks around it and no role may ignore it: each rule is one query, and every row it returns is a fault.
 */
export interface CatalogueFault {
  rule: string
  object: string
}

/** Tables that belong to no organisation, and why. */
const untenanted: Record<string, string> = {
  'platform.migration': 'what this version is, the same for everybody; the application may not read it',
  'platform.device_pairing': 'a device that asks to be paired belongs to nobody yet',
  'platform.early_key':
    'who signs in or asks for a pairing code belongs to no organisation yet, or to several',
  'platform.sign_in_attempt': 'guesses are counted before anyone knows who is asking',
}
/** Accounts belong to persons, who may be members of several organisations. */
const untenantedSchemas = ['auth']

/** Unique across organisations on purpose: these are how one is found before any is set. */
const globallyUnique = ['platform.tenant_pkey', 'platform.tenant_slug', 'platform.tenant_ref']
/** Read across organisations by functions of the owner: the live feed, and where a person is a member. */
const leadingElsewhere = [...globallyUnique, 'platform.event_tail', 'platform.membership_user']
/** Policies of the owner, for the same functions. */
const ownerPolicies = ['platform.event.tail', 'platform.tenant.directory', 'platform.membership.directory']

const tenantRule = '(tenant_id = ( SELECT platform.tenant_id() AS tenant_id))'

/** `t`: every table of the product, with the number of its tenant column or null, and whether it must have one. */
const tables = `
  with t as (
    select c.oid, n.nspname as schema, n.nspname || '.' || c.relname as name, c.relkind, c.relrowsecurity,
      c.relforcerowsecurity, a.attnum as tenant, a.attnotnull as tenant_required,
      not (n.nspname || '.' || c.relname = any($1::text[]) or n.nspname = any($2::text[])) as tenanted
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    left join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
    where c.relkind in ('r', 'p', 'f') and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'graphile_worker'))`

const ourRoles = `('guichet_app', 'guichet_reader', 'guichet_jobs')`
/** Whom a privilege reaches: PUBLIC or one of the two roles that serve. */
const reaches = (acl: string): string => `
  lateral aclexplode(${acl}) g left join pg_roles r on r.oid = g.grantee`
const servedOrPublic = `(g.grantee = 0 or r.rolname in ('guichet_app', 'guichet_reader'))`
const ours = `n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'graphile_worker')`

const rules: Record<string, string> = {
  'table without tenant_id': `${tables} select name as object from t where tenanted and tenant is null`,
  'tenant_id may be null': `${tables} select name as object from t where tenanted and not tenant_required`,
  'row security not enabled and forced': `${tables}
    select name as object from t where tenanted and not (relrowsecurity and relforcerowsecurity)`,
  'not exactly one permissive policy': `${tables}
    select t.name || ' ' || c.word || ' ' || r.rolname as object
    from t cross join (values ('r', 'select'), ('a', 'insert'), ('w', 'update'), ('d', 'delete')) as c(letter, word)
    join pg_roles r on r.rolname = 'guichet_app' or (r.rolname = 'guichet_reader' and c.letter = 'r')
    where t.tenanted and 1 <> (
      select count(*) from pg_policy p
      where p.polrelid = t.oid and p.polpermissive and p.polcmd::text in ('*', c.letter)
        and (0 = any(p.polroles) or r.oid = any(p.polroles)))`,
  'policy that is not the tenant rule': `${tables}
    select t.name || '.' || p.polname as object
    from t join pg_policy p on p.polrelid = t.oid join pg_class c on c.oid = t.oid
    where case when p.polroles = array[c.relowner] then not (t.name || '.' || p.polname = any($3::text[]) and p.polcmd = 'r')
      else pg_get_expr(p.polqual, p.polrelid) is distinct from $4
        or pg_get_expr(p.polwithcheck, p.polrelid) is distinct from $4 end`,
  'unique index without tenant_id': `${tables}
    select t.schema || '.' || x.relname as object
    from t join pg_index i on i.indrelid = t.oid join pg_class x on x.oid = i.indexrelid
    where t.tenanted and i.indisunique and not t.tenant = any(i.indkey) and not t.schema || '.' || x.relname = any($5::text[])`,
  'primary key without tenant_id': `${tables}
    select t.name as object from t
    where t.tenanted and not exists (
      select from pg_index i join pg_class x on x.oid = i.indexrelid
      where i.indrelid = t.oid and i.indisprimary
        and (t.tenant = any(i.indkey) or t.schema || '.' || x.relname = any($5::text[])))`,
  'index not led by tenant_id': `${tables}
    select t.schema || '.' || x.relname as object
    from t join pg_index i on i.indrelid = t.oid join pg_class x on x.oid = i.indexrelid
    where t.tenanted and i.indkey[0] is distinct from t.tenant and not t.schema || '.' || x.relname = any($6::text[])`,
  'foreign key without tenant_id': `${tables}
    select a.name || '.' || f.conname as object
    from pg_constraint f join t a on a.oid = f.conrelid join t b on b.oid = f.confrelid
    where f.contype = 'f' and a.tenanted and b.tenanted and not exists (
      select from unnest(f.conkey, f.confkey) as k(here, there) where k.here = a.tenant and k.there = b.tenant)`,
  'foreign key across schemas': `${tables}
    select a.name || '.' || f.conname as object
    from pg_constraint f join t a on a.oid = f.conrelid join pg_class c on c.oid = f.confrelid
    join pg_namespace n on n.oid = c.relnamespace where f.contype = 'f' and n.nspname <> a.schema`,
  "view with its owner's eyes": `
    select n.nspname || '.' || c.relname as object from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'v' and ${ours}
      and not coalesce(c.reloptions && array['security_invoker=true', 'security_invoker=on', 'security_invoker=1'], false)`,
  'materialised view that can be read': `
    select distinct n.nspname || '.' || c.relname as object from pg_class c join pg_namespace n on n.oid = c.relnamespace,
      ${reaches('c.relacl')} where c.relkind = 'm' and ${ours} and ${servedOrPublic}`,
  'function of the owner without fixed search_path': `
    select p.oid::regprocedure::text as object from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where p.prosecdef and ${ours}
      and not coalesce(p.proconfig && array['search_path=pg_catalog', 'search_path=""', 'search_path=pg_catalog, pg_temp'], false)`,
  'function of the owner open to everybody': `
    select distinct p.oid::regprocedure::text as object from pg_proc p join pg_namespace n on n.oid = p.pronamespace,
      ${reaches(`coalesce(p.proacl, acldefault('f', p.proowner))`)}
    where p.prosecdef and ${ours} and g.grantee = 0 and g.privilege_type = 'EXECUTE'`,
  'privilege that walks around policies': `
    select distinct n.nspname || '.' || c.relname || ' ' || g.privilege_type as object
    from pg_class c join pg_namespace n on n.oid = c.relnamespace, ${reaches('c.relacl')}
    where c.relkind in ('r', 'p', 'f', 'v', 'm') and ${ours} and ${servedOrPublic}
      and g.privilege_type not in ('SELECT', 'INSERT', 'UPDATE', 'DELETE')`,
  'table open to everybody': `
    select distinct n.nspname || '.' || c.relname as object
    from pg_class c join pg_namespace n on n.oid = c.relnamespace, ${reaches('c.relacl')}
    where c.relkind in ('r', 'p', 'f', 'v', 'm') and ${ours} and g.grantee = 0`,
  'reader that may write': `
    select distinct n.nspname || '.' || c.relname as object
    from pg_class c join pg_namespace n on n.oid = c.relnamespace, ${reaches('c.relacl')}
    where c.relkind in ('r', 'p', 'f', 'v', 'm') and ${ours} and r.rolname = 'guichet_reader' and g.privilege_type <> 'SELECT'`,
  'sequence that can be read': `
    select distinct n.nspname || '.' || c.relname as object from pg_class c join pg_namespace n on n.oid = c.relnamespace,
      ${reaches('c.relacl')} where c.relkind = 'S' and ${ours} and ${servedOrPublic}`,
  'schema that can be added to': `
    select distinct n.nspname::text as object from pg_namespace n, ${reaches('n.nspacl')}
    where ${ours} and ${servedOrPublic} and g.privilege_type = 'CREATE'`,
  'job tables open to the application': `
    select distinct n.nspname::text as object from pg_namespace n, ${reaches('n.nspacl')}
    where n.nspname = 'graphile_worker' and ${servedOrPublic}`,
  'serving role that owns something': `
    select r.rolname || ' owns ' || o.what as object from pg_roles r join (
      select relowner as owner, relname::text as what from pg_class union all
      select proowner, proname::text from pg_proc union all select nspowner, nspname::text from pg_namespace union all
      select datdba, datname::text from pg_database union all select typowner, typname::text from pg_type) o on o.owner = r.oid
    where r.rolname in ('guichet_app', 'guichet_reader')`,
  'serving role that is member of another': `
    select r.rolname || ' in ' || g.rolname as object from pg_auth_members m
    join pg_roles r on r.oid = m.member join pg_roles g on g.oid = m.roleid where r.rolname in ${ourRoles}`,
  'serving role with powers of its own': `
    select rolname::text as object from pg_roles
    where rolname in ${ourRoles} and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)`,
}

export const ruleNames: readonly string[] = Object.keys(rules)

/** Every fault of the database this client is connected to, as its owner. */
export async function catalogueFaults(client: pg.Client): Promise<CatalogueFault[]> {
  const lists: unknown[] = [
    Object.keys(untenanted),
    untenantedSchemas,
    ownerPolicies,
    tenantRule,
    globallyUnique,
    leadingElsewhere,
  ]
  const faults: CatalogueFault[] = []
  for (const [rule, query] of Object.entries(rules)) {
    // Only the lists a rule mentions: PostgreSQL refuses parameters it cannot type.
    const used = lists.map((_, index) => index).filter((index) => query.includes(`$${index + 1}`))
    const text = query.replace(/\$(\d)/g, (_, number: string) => `$${used.indexOf(Number(number) - 1) + 1}`)
    const { rows } = await client.query(
      text,
      used.map((index) => lists[index]),
    )
    for (const row of rows) faults.push({ rule, object: row.object as string })
  }
  return faults
}
