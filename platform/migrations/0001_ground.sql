-- Who sees what: the current organisation, set for one transaction at a time.
create function platform.tenant_id() returns uuid
  language sql stable parallel safe
  return nullif(current_setting('app.tenant_id', true), '')::uuid;
grant execute on function platform.tenant_id() to guichet_app, guichet_reader;

-- Puts a table behind the tenant policy: enable, force, one policy, grants. Every business table calls it.
create function platform.protect(target regclass, append_only boolean default false) returns void
  language plpgsql set search_path = pg_catalog as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format(
    'create policy tenant on %s using (tenant_id = (select platform.tenant_id()))'
    ' with check (tenant_id = (select platform.tenant_id()))', target);
  execute format('grant select on %s to guichet_app, guichet_reader', target);
  execute format('grant insert on %s to guichet_app', target);
  if not append_only then
    execute format('grant update, delete on %s to guichet_app', target);
  end if;
end $$;
revoke execute on function platform.protect(regclass, boolean) from public;

create table platform.tenant (
  id uuid not null primary key,
  tenant_id uuid not null generated always as (id) stored,
  slug text not null check (slug ~ '^[a-z0-9](-?[a-z0-9]){1,47}$'),
  ref text not null check (ref ~ '^[a-z0-9]{1,12}$'),
  name text not null check (length(name) between 1 and 120),
  country text not null check (country in ('SN', 'FR')),
  currency text not null check (currency in ('XOF', 'EUR')),
  time_zone text not null,
  locale text not null default 'fr' check (locale in ('fr', 'en')),
  accent jsonb,
  modules text[] not null default '{}',
  demo boolean not null default false,
  created_at timestamptz not null default now()
);
create unique index tenant_slug on platform.tenant (slug);
create unique index tenant_ref on platform.tenant (ref);
select platform.protect('platform.tenant');

create table platform.membership (
  tenant_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  role text not null check (role in ('owner', 'admin', 'manager', 'agent', 'receptionist', 'viewer')),
  -- Sites the person is confined to; null means all.
  site_ids uuid[],
  status text not null default 'active' check (status in ('active', 'suspended')),
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, user_id)
);
create index membership_user on platform.membership (user_id);
select platform.protect('platform.membership');

create table platform.invitation (
  tenant_id uuid not null,
  id uuid not null,
  email text not null,
  name text,
  role text not null check (role in ('owner', 'admin', 'manager', 'agent', 'receptionist', 'viewer')),
  site_ids uuid[],
  token_hash text not null,
  created_by uuid,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, token_hash)
);
select platform.protect('platform.invitation');

create table platform.device (
  tenant_id uuid not null,
  id uuid not null,
  site_id uuid not null,
  kind text not null check (kind in ('kiosk', 'display')),
  name text not null,
  token_hash text not null,
  settings jsonb not null default '{}',
  created_at timestamptz not null default now(),
  last_seen_at timestamptz,
  revoked_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, token_hash)
);
select platform.protect('platform.device');

-- A device that asks to be paired belongs to nobody yet.
-- untenanted: the organisation is known only once a manager has typed the code
create table platform.device_pairing (
  code text not null primary key,
  secret_hash text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  -- Set by the manager who typed the code: the device's token, sealed with the device's own secret.
  sealed_token text
);
grant select, insert, update, delete on platform.device_pairing to guichet_app;

-- The event log: audit trail, live feed with resume, and what subscribers were told. Append only.
create table platform.event (
  tenant_id uuid not null,
  id uuid not null,
  seq bigint not null generated always as identity,
  -- Sequence numbers are taken before the commit and may become visible out of order;
  -- readers therefore resume by transaction id, below which nothing can still appear.
  txid xid8 not null default pg_current_xact_id(),
  at timestamptz not null,
  name text not null,
  site_id uuid,
  permission text not null,
  subject_id uuid,
  actor jsonb not null,
  payload jsonb not null,
  live jsonb not null,
  request_id text not null,
  primary key (tenant_id, id)
);
create index event_tail on platform.event (txid, seq);
create index event_tenant_tail on platform.event (tenant_id, txid, seq);
create index event_recent on platform.event (tenant_id, at desc, id desc);
create index event_subject on platform.event (tenant_id, subject_id, seq) where subject_id is not null;
select platform.protect('platform.event', append_only => true);
-- Functions below run as the owner, who is held by the policy like everybody (forced); what must look
-- across organisations says so table by table.
do $$ begin
  execute format('create policy tail on platform.event for select to %I using (true)', current_user);
  execute format('create policy directory on platform.tenant for select to %I using (true)', current_user);
  execute format('create policy directory on platform.membership for select to %I using (true)', current_user);
end $$;

create table platform.delivery (
  tenant_id uuid not null,
  event_id uuid not null,
  subscriber text not null,
  at timestamptz not null default now(),
  primary key (tenant_id, event_id, subscriber)
);
select platform.protect('platform.delivery');

create table platform.idempotency_key (
  tenant_id uuid not null,
  actor text not null,
  route text not null,
  key text not null,
  fingerprint text not null,
  status int,
  -- Sealed with the key itself, which is stored hashed.
  answer text,
  created_at timestamptz not null default now(),
  primary key (tenant_id, actor, route, key)
);
create index idempotency_key_age on platform.idempotency_key (tenant_id, created_at);
select platform.protect('platform.idempotency_key');

-- What people may see of the work behind the counter: schedules that ran, jobs that failed or are dead.
create table platform.job_run (
  tenant_id uuid not null,
  id uuid not null,
  task text not null,
  queue text not null check (queue in ('default', 'alerts', 'maintenance')),
  status text not null check (status in ('running', 'succeeded', 'retrying', 'dead')),
  attempt int not null default 1,
  max_attempts int not null,
  payload jsonb not null default '{}',
  error text,
  started_at timestamptz not null,
  ended_at timestamptz,
  next_attempt_at timestamptz,
  -- The job in the queue's own table, to find this row again at the next attempt.
  job_key text not null,
  primary key (tenant_id, id),
  unique (tenant_id, job_key)
);
create index job_run_recent on platform.job_run (tenant_id, started_at desc, id desc);
select platform.protect('platform.job_run');

-- One row per due moment is what makes a schedule run exactly once, whatever the number of workers.
create table platform.schedule_run (
  tenant_id uuid not null,
  schedule text not null,
  due_at timestamptz not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, schedule, due_at)
);
select platform.protect('platform.schedule_run');

-- untenanted: guesses are counted before anyone knows who is asking
create table platform.sign_in_attempt (
  account_hash text not null primary key,
  failures int not null,
  blocked_until timestamptz,
  last_at timestamptz not null
);
grant select, insert, update, delete on platform.sign_in_attempt to guichet_app;

-- The one way into the event log: event and follow-up jobs in a single statement of the caller's transaction.
create function platform.emit(
  id uuid, name text, site_id uuid, permission text, subject_id uuid, actor jsonb,
  payload jsonb, live jsonb, at timestamptz, request_id text, jobs json
) returns void language plpgsql security definer set search_path = pg_catalog as $$
declare job json;
begin
  insert into platform.event (tenant_id, id, name, site_id, permission, subject_id, actor, payload, live, at, request_id)
  values (platform.tenant_id(), emit.id, emit.name, emit.site_id, emit.permission, emit.subject_id, emit.actor,
          emit.payload, emit.live, emit.at, emit.request_id);
  for job in select * from json_array_elements(jobs) loop
    perform graphile_worker.add_job(
      job ->> 'task',
      json_build_object('tenant_id', platform.tenant_id(), 'event_id', emit.id),
      max_attempts => (job ->> 'max_attempts')::int);
  end loop;
end $$;

create function platform.add_job(task text, payload json, max_attempts int, run_at timestamptz default null, job_key text default null)
  returns void language sql security definer set search_path = pg_catalog as $$
  select graphile_worker.add_job(add_job.task, add_job.payload, max_attempts => add_job.max_attempts,
                                 run_at => coalesce(add_job.run_at, now()), job_key => add_job.job_key)
$$;

-- The live feed of every organisation, for the server that distributes it after checking each receiver.
create function platform.event_tail(since xid8, most int)
  returns table (id uuid, tenant_id uuid, seq bigint, txid text, name text, site_id uuid, permission text,
                 live jsonb, at timestamptz)
  language sql stable security definer set search_path = pg_catalog as $$
  select e.id, e.tenant_id, e.seq, e.txid::text, e.name, e.site_id, e.permission, e.live, e.at
  from platform.event e where e.txid >= since order by e.txid, e.seq limit most
$$;

create function platform.find_tenant(by_slug text, by_ref text)
  returns setof platform.tenant language sql stable security definer set search_path = pg_catalog as $$
  select * from platform.tenant t where t.slug = by_slug or t.ref = by_ref limit 1
$$;

create function platform.all_tenants() returns setof platform.tenant
  language sql stable security definer set search_path = pg_catalog as $$
  select * from platform.tenant order by created_at, id
$$;

create function platform.memberships_of(person uuid)
  returns setof platform.membership language sql stable security definer set search_path = pg_catalog as $$
  select * from platform.membership m where m.user_id = person and m.status = 'active'
$$;

revoke execute on all functions in schema platform from public;
grant execute on function platform.tenant_id() to guichet_app, guichet_reader;
grant execute on function platform.emit(uuid, text, uuid, text, uuid, jsonb, jsonb, jsonb, timestamptz, text, json),
  platform.add_job(text, json, int, timestamptz, text), platform.event_tail(xid8, int),
  platform.find_tenant(text, text), platform.all_tenants(), platform.memberships_of(uuid) to guichet_app;
