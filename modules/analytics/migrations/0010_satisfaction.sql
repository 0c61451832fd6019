-- What the organisation asks of whom; no row means what the columns' defaults say.
create table analytics.satisfaction_setting (
  tenant_id uuid not null,
  -- Where a rating may be given: on the visitor's page and the link of a message, on the counter's screen, on the kiosk.
  channels text[] not null default '{page,counter,kiosk,message}',
  ask_nps boolean not null default true,
  ask_comment boolean not null default true,
  -- Minutes after the visit at which the message asks.
  ask_after_minutes int not null default 60 check (ask_after_minutes between 0 and 1440),
  -- Whether managers may see ratings by agent.
  by_agent boolean not null default false,
  -- An alert: this many of the latest ratings of a service were 1 or 2.
  alert_bad int not null default 4 check (alert_bad between 2 and 20),
  alert_latest int not null default 8 check (alert_latest between 3 and 40),
  check (alert_bad <= alert_latest),
  updated_at timestamptz not null,
  primary key (tenant_id)
);
select platform.protect('analytics.satisfaction_setting');

-- A link that asks about one visit; only the hash of its token rests here.
create table analytics.rating_link (
  tenant_id uuid not null,
  id uuid not null,
  ticket_id uuid not null,
  token_hash text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (tenant_id, id)
);
create unique index rating_link_token on analytics.rating_link (tenant_id, token_hash);
create unique index rating_link_ticket on analytics.rating_link (tenant_id, ticket_id);
select platform.protect('analytics.rating_link');

create table analytics.vote (
  tenant_id uuid not null,
  id uuid not null,
  ticket_id uuid not null,
  site_id uuid not null,
  service_id uuid not null,
  agent_id uuid,
  channel text not null check (channel in ('page', 'counter', 'kiosk', 'message')),
  csat smallint not null check (csat between 1 and 5),
  nps smallint check (nps between 0 and 10),
  comment text check (length(comment) between 1 and 1000),
  locale text not null check (locale in ('fr', 'en')),
  -- The site's day on which the rating was given.
  local_day date not null,
  cast_at timestamptz not null,
  demo boolean not null default false,
  primary key (tenant_id, id)
);
-- One vote a visit, whatever the ways and the hands.
create unique index vote_of_visit on analytics.vote (tenant_id, ticket_id);
create index vote_day on analytics.vote (tenant_id, site_id, service_id, local_day);
create index vote_latest on analytics.vote (tenant_id, site_id, service_id, cast_at desc, id desc);
create index vote_comment on analytics.vote (tenant_id, cast_at desc, id desc) where comment is not null;
select platform.protect('analytics.vote');

-- Votes of a service and day, added up at midnight.
create table analytics.satisfaction_day (
  tenant_id uuid not null,
  site_id uuid not null,
  service_id uuid not null,
  local_day date not null,
  votes int not null,
  csat_1 int not null,
  csat_2 int not null,
  csat_3 int not null,
  csat_4 int not null,
  csat_5 int not null,
  promoters int not null,
  passives int not null,
  detractors int not null,
  added_up_at timestamptz not null,
  primary key (tenant_id, site_id, service_id, local_day)
);
create index satisfaction_day_day on analytics.satisfaction_day (tenant_id, local_day);
select platform.protect('analytics.satisfaction_day');

-- A bad streak, from the rating that filled it until ratings are better again.
create table analytics.satisfaction_alert (
  tenant_id uuid not null,
  id uuid not null,
  site_id uuid not null,
  service_id uuid not null,
  bad int not null,
  latest int not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  primary key (tenant_id, id)
);
-- One alert an episode, however many votes arrive at once.
create unique index satisfaction_alert_open on analytics.satisfaction_alert (tenant_id, site_id, service_id) where closed_at is null;
select platform.protect('analytics.satisfaction_alert');
