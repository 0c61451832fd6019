create table queue.site_setting (
  tenant_id uuid not null,
  site_id uuid not null,
  calling_order text not null default 'priority_fifo' check (calling_order in ('fifo', 'priority', 'priority_fifo')),
  -- Whether agents may call somebody else than the next.
  may_pick boolean not null default false,
  public_join boolean not null default true,
  voice_languages text[] not null default '{fr}',
  -- Steps of one undo, in seconds.
  undo_s int not null default 10 check (undo_s between 0 and 120),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, site_id)
);
select platform.protect('queue.site_setting');

-- The last number given, per service and local day of the site: an upsert hands out the next one, and a
-- ticket that is not written gives its number back with the transaction. Hence no gaps.
create table queue.number_sequence (
  tenant_id uuid not null,
  site_id uuid not null,
  service_id uuid not null,
  local_day date not null,
  last_number int not null,
  primary key (tenant_id, site_id, service_id, local_day)
);
select platform.protect('queue.number_sequence');

create table queue.ticket (
  tenant_id uuid not null,
  id uuid not null,
  site_id uuid not null,
  -- The service waited for now; a transfer changes it, never the number.
  service_id uuid not null,
  numbered_service_id uuid not null,
  local_day date not null,
  sequence int not null,
  number text not null,
  status text not null check (status in
    ('waiting', 'called', 'serving', 'paused', 'parked', 'completed', 'no_show', 'cancelled', 'expired')),
  -- 0 ordinary, higher is called earlier where the site's order says so.
  priority int not null default 0 check (priority between 0 and 9),
  -- The arrival in milliseconds since 1970, later after a postponement: smaller is called earlier. What
  -- comes before it (priority, the counter's preference) is the site's order, applied when calling.
  rank bigint not null,
  source text not null check (source in ('kiosk', 'reception', 'web', 'api')),
  customer_id uuid,
  visitor_name text,
  visitor_phone text,
  note text,
  locale text not null default 'fr' check (locale in ('fr', 'en')),
  token_hash text not null,
  issued_at timestamptz not null,
  -- When the present wait began: kept by a transfer.
  queued_at timestamptz not null,
  called_at timestamptz,
  calls int not null default 0,
  started_at timestamptz,
  paused_at timestamptz,
  -- Length of past pauses of the service.
  paused_s int not null default 0,
  ended_at timestamptz,
  counter_id uuid,
  counter_name text,
  agent_id uuid,
  outcome text check (outcome in ('served', 'incomplete', 'redirected', 'other')),
  arriving_at timestamptz,
  postponed int not null default 0,
  demo boolean not null default false,
  primary key (tenant_id, id)
);
create unique index ticket_number on queue.ticket (tenant_id, site_id, numbered_service_id, local_day, sequence);
create unique index ticket_token on queue.ticket (tenant_id, token_hash);
-- An agent holds one visitor, a counter receives one: whatever code or race asks for a second is refused.
create unique index ticket_held_by_agent on queue.ticket (tenant_id, agent_id) where status in ('called', 'serving', 'paused');
create unique index ticket_held_at_counter on queue.ticket (tenant_id, counter_id) where status in ('called', 'serving', 'paused');
create index ticket_waiting on queue.ticket (tenant_id, site_id, rank, id) where status = 'waiting';
create index ticket_waiting_by_class on queue.ticket (tenant_id, site_id, priority desc, rank, id) where status = 'waiting';
create index ticket_present on queue.ticket (tenant_id, site_id, status) where status in ('waiting', 'called', 'serving', 'paused', 'parked');
create index ticket_day on queue.ticket (tenant_id, site_id, local_day, issued_at desc, id desc);
create index ticket_called on queue.ticket (tenant_id, site_id, called_at desc) where called_at is not null;
select platform.protect('queue.ticket');

create table queue.counter_session (
  tenant_id uuid not null,
  id uuid not null,
  site_id uuid not null,
  counter_id uuid not null,
  counter_name text not null,
  agent_id uuid not null,
  agent_name text not null,
  -- What this agent gives at this counter, the preferred first.
  service_ids uuid[] not null,
  status text not null default 'open' check (status in ('open', 'paused', 'closed')),
  opened_at timestamptz not null,
  paused_at timestamptz,
  pause_reason text,
  closed_at timestamptz,
  primary key (tenant_id, id)
);
create unique index session_of_counter on queue.counter_session (tenant_id, counter_id) where status <> 'closed';
create unique index session_of_agent on queue.counter_session (tenant_id, agent_id) where status <> 'closed';
create index session_site on queue.counter_session (tenant_id, site_id) where status <> 'closed';
select platform.protect('queue.counter_session');

-- What an action changed, so that it can be taken back as it was, rank included.
create table queue.ticket_change (
  tenant_id uuid not null,
  id uuid not null,
  ticket_id uuid not null,
  action text not null,
  before jsonb not null,
  at timestamptz not null,
  agent_id uuid,
  undone_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, ticket_id) references queue.ticket (tenant_id, id) on delete cascade
);
create index ticket_change_ticket on queue.ticket_change (tenant_id, ticket_id, id desc);
select platform.protect('queue.ticket_change');
