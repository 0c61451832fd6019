-- One row per ticket, read from the event log alone: what the log says of it, added up. Durations are whole seconds.
create table analytics.ticket_fact (
  tenant_id uuid not null,
  ticket_id uuid not null,
  number text not null,
  site_id uuid not null,
  -- The service waited for last, and whoever called last.
  service_id uuid not null,
  agent_id uuid,
  -- The site's day and hour of the ticket's issue, by the clocks of that day.
  local_day date not null,
  hour smallint not null check (hour between 0 and 23),
  status text not null check (status in
    ('waiting', 'called', 'serving', 'paused', 'parked', 'completed', 'no_show', 'cancelled', 'expired')),
  issued_at timestamptz not null,
  called_at timestamptz,
  started_at timestamptz,
  ended_at timestamptz,
  -- Time in line until the call that counts; time at a counter or set aside is left out. Null while nobody called.
  wait_s int check (wait_s >= 0),
  -- Time in line of who left without being called.
  left_after_s int check (left_after_s >= 0),
  -- From the start (or the call) to the end, pauses left out. Null unless completed.
  service_s int check (service_s >= 0),
  calls int not null,
  transfers int not null,
  -- The last event counted: an older reading never overwrites a newer one.
  last_seq bigint not null,
  primary key (tenant_id, ticket_id)
);
create index ticket_fact_day on analytics.ticket_fact (tenant_id, site_id, service_id, local_day);
create index ticket_fact_issued on analytics.ticket_fact (tenant_id, local_day, issued_at, ticket_id);
select platform.protect('analytics.ticket_fact');

-- One row per call that was not taken back: a visitor sent on to another service was also somebody's work.
create table analytics.passage_fact (
  tenant_id uuid not null,
  ticket_id uuid not null,
  position smallint not null,
  site_id uuid not null,
  service_id uuid not null,
  agent_id uuid,
  local_day date not null,
  called_at timestamptz not null,
  ended_at timestamptz,
  ending text not null check (ending in ('present', 'completed', 'no_show', 'transferred', 'parked', 'cancelled')),
  service_s int check (service_s >= 0),
  primary key (tenant_id, ticket_id, position),
  foreign key (tenant_id, ticket_id) references analytics.ticket_fact (tenant_id, ticket_id) on delete cascade
);
create index passage_fact_day on analytics.passage_fact (tenant_id, site_id, service_id, local_day);
select platform.protect('analytics.passage_fact');

-- The facts of one site, service and day, added up: once for everybody and once for each agent. Percentiles cannot
-- be added up, so every duration is kept, packed: a report over a million tickets reads some ten thousand rows and
-- stays exact to the second.
create table analytics.day_sheet (
  tenant_id uuid not null,
  site_id uuid not null,
  service_id uuid not null,
  -- All ones: everybody, tickets that nobody called included.
  agent_id uuid not null,
  local_day date not null,
  issued int not null,
  completed int not null,
  no_show int not null,
  cancelled int not null,
  expired int not null,
  transferred int not null,
  -- Who left without being called, and how long they had waited, together.
  left_waiting int not null,
  left_after_sum_s bigint not null,
  -- One byte per ticket: the hour of its issue.
  arrivals bytea not null,
  -- Four bytes per called ticket: hour of issue << 24 | seconds waited.
  waits bytea not null,
  -- Four bytes per completed ticket: seconds of service.
  services bytea not null,
  -- The agent's calls.
  passages int not null,
  passages_completed int not null,
  passages_no_show int not null,
  passages_transferred int not null,
  passages_parked int not null,
  -- Four bytes per call that was served to its end or sent on, and their sum.
  passage_services bytea not null,
  passage_service_sum_s bigint not null,
  primary key (tenant_id, site_id, service_id, local_day, agent_id)
);
create index day_sheet_day on analytics.day_sheet (tenant_id, agent_id, local_day);
select platform.protect('analytics.day_sheet');

-- The queue of a site every thirty seconds, kept for two days.
create table analytics.queue_metric (
  tenant_id uuid not null,
  site_id uuid not null,
  at timestamptz not null,
  waiting int not null,
  called int not null,
  serving int not null,
  counters_open int not null,
  counters_paused int not null,
  longest_waiting_s int,
  primary key (tenant_id, site_id, at)
);
select platform.protect('analytics.queue_metric');

create table analytics.daily_report (
  tenant_id uuid not null,
  id uuid not null,
  site_id uuid not null,
  local_day date not null,
  status text not null default 'making' check (status in ('making', 'ready')),
  due_at timestamptz not null,
  made_at timestamptz,
  -- The machine was off when it was due.
  late boolean not null default false,
  issued int,
  completed int,
  wait_p50_s int,
  wait_p90_s int,
  sha256 text,
  bytes int,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  -- One report per site and day, whatever the number of workers, restarts and clock changes.
  unique (tenant_id, site_id, local_day)
);
create index daily_report_recent on analytics.daily_report (tenant_id, created_at desc, id desc);
select platform.protect('analytics.daily_report');

create table analytics.report_reading (
  tenant_id uuid not null,
  daily_report_id uuid not null,
  user_id uuid not null,
  read_at timestamptz not null,
  primary key (tenant_id, daily_report_id, user_id),
  foreign key (tenant_id, daily_report_id) references analytics.daily_report (tenant_id, id) on delete cascade
);
select platform.protect('analytics.report_reading');

-- Who wants the day's report by e-mail.
create table analytics.report_subscription (
  tenant_id uuid not null,
  user_id uuid not null,
  -- One site; null means all that the person may see.
  site_id uuid,
  created_at timestamptz not null,
  primary key (tenant_id, user_id)
);
select platform.protect('analytics.report_subscription');

-- The wait that half of the visitors should not exceed, chosen by the site's managers.
create table analytics.wait_target (
  tenant_id uuid not null,
  site_id uuid not null,
  minutes int not null check (minutes between 1 and 480),
  primary key (tenant_id, site_id)
);
select platform.protect('analytics.wait_target');
