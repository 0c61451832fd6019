create table organisation.site (
  tenant_id uuid not null,
  id uuid not null,
  name text not null check (length(name) between 1 and 120),
  address text,
  phone text,
  time_zone text not null,
  -- Local time at which a new day of ticket numbers begins: later than midnight where the queue crosses it.
  day_starts_at time not null default '00:00',
  status text not null default 'active' check (status in ('active', 'archived')),
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
select platform.protect('organisation.site');

create table organisation.opening_hours (
  tenant_id uuid not null,
  id uuid not null,
  site_id uuid not null,
  -- ISO 8601: Monday is 1.
  weekday int not null check (weekday between 1 and 7),
  opens_at time not null,
  closes_at time not null check (closes_at > opens_at),
  primary key (tenant_id, id),
  foreign key (tenant_id, site_id) references organisation.site (tenant_id, id) on delete cascade
);
create index opening_hours_site on organisation.opening_hours (tenant_id, site_id);
select platform.protect('organisation.opening_hours');

create table organisation.closure (
  tenant_id uuid not null,
  id uuid not null,
  site_id uuid not null,
  day date not null,
  reason text,
  primary key (tenant_id, id),
  unique (tenant_id, site_id, day),
  foreign key (tenant_id, site_id) references organisation.site (tenant_id, id) on delete cascade
);
select platform.protect('organisation.closure');

create table organisation.service (
  tenant_id uuid not null,
  id uuid not null,
  site_id uuid not null,
  name text not null check (length(name) between 1 and 80),
  name_en text,
  -- The letter or letters before the number of a ticket.
  prefix text not null check (prefix ~ '^[A-Z]{1,3}$'),
  description text,
  icon text,
  photo_url text,
  -- What one visit is expected to take, until measured.
  expected_minutes int not null default 10 check (expected_minutes between 1 and 480),
  -- Tickets that may wait at once; null means no limit.
  waiting_limit int check (waiting_limit > 0),
  public boolean not null default true,
  position int not null default 0,
  status text not null default 'active' check (status in ('active', 'archived')),
  primary key (tenant_id, id),
  foreign key (tenant_id, site_id) references organisation.site (tenant_id, id)
);
-- An archived service keeps its letter for its history, and leaves it to the next one.
create unique index service_prefix on organisation.service (tenant_id, site_id, prefix) where status = 'active';
create index service_site on organisation.service (tenant_id, site_id);
select platform.protect('organisation.service');

create table organisation.counter (
  tenant_id uuid not null,
  id uuid not null,
  site_id uuid not null,
  name text not null check (length(name) between 1 and 40),
  position int not null default 0,
  status text not null default 'active' check (status in ('active', 'archived')),
  primary key (tenant_id, id),
  foreign key (tenant_id, site_id) references organisation.site (tenant_id, id)
);
create unique index counter_name on organisation.counter (tenant_id, site_id, name) where status = 'active';
create index counter_site on organisation.counter (tenant_id, site_id);
select platform.protect('organisation.counter');

create table organisation.counter_service (
  tenant_id uuid not null,
  counter_id uuid not null,
  service_id uuid not null,
  -- Smaller is preferred, where the site calls by counter preference.
  preference int not null default 0,
  primary key (tenant_id, counter_id, service_id),
  foreign key (tenant_id, counter_id) references organisation.counter (tenant_id, id) on delete cascade,
  foreign key (tenant_id, service_id) references organisation.service (tenant_id, id) on delete cascade
);
create index counter_service_service on organisation.counter_service (tenant_id, service_id);
select platform.protect('organisation.counter_service');

-- The person behind a counter, as colleagues and reports see them.
create table organisation.agent (
  tenant_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  display_name text not null check (length(display_name) between 1 and 80),
  status text not null default 'active' check (status in ('active', 'archived')),
  primary key (tenant_id, id),
  unique (tenant_id, user_id)
);
select platform.protect('organisation.agent');

-- Services an agent is able to give; an agent without any row gives all those of the counter.
create table organisation.agent_skill (
  tenant_id uuid not null,
  agent_id uuid not null,
  service_id uuid not null,
  primary key (tenant_id, agent_id, service_id),
  foreign key (tenant_id, agent_id) references organisation.agent (tenant_id, id) on delete cascade,
  foreign key (tenant_id, service_id) references organisation.service (tenant_id, id) on delete cascade
);
create index agent_skill_service on organisation.agent_skill (tenant_id, service_id);
select platform.protect('organisation.agent_skill');

create table organisation.customer (
  tenant_id uuid not null,
  id uuid not null,
  name text not null check (length(name) between 1 and 120),
  -- The name without accents or capitals, as it is searched.
  name_key text not null,
  -- E.164.
  phone text check (phone ~ '^\+[1-9][0-9]{6,14}$'),
  email text,
  notes text,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create index customer_recent on organisation.customer (tenant_id, created_at desc, id desc);
create index customer_name on organisation.customer (tenant_id, name_key text_pattern_ops);
create unique index customer_phone on organisation.customer (tenant_id, phone);
select platform.protect('organisation.customer');
