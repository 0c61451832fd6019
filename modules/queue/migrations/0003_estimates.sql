-- When an agent on pause has said to be back.
alter table queue.counter_session add column returns_at timestamptz;

create index ticket_visits on queue.ticket (tenant_id, service_id, ended_at desc)
  where status in ('completed', 'no_show') and called_at is not null;

-- What estimates need of the past, kept ready: reading a place must not read a hundred visits per service.
-- Refreshed every minute for sites where somebody was served since.
create table queue.service_pace (
  tenant_id uuid not null,
  service_id uuid not null,
  site_id uuid not null,
  mean_s float8 not null check (mean_s > 0),
  cv float8 not null check (cv > 0),
  n int not null,
  refreshed_at timestamptz not null,
  primary key (tenant_id, service_id)
);
select platform.protect('queue.service_pace');

create table queue.site_pace (
  tenant_id uuid not null,
  site_id uuid not null,
  -- Seconds from the end of a visit to the next call, while somebody waits.
  turnaround_s float8 not null,
  -- Priority visitors an hour, lately.
  passing_per_h float8 not null,
  -- From the site's own scored quotes.
  p50_factor float8 not null default 1,
  p90_factor float8 not null default 1,
  scored_n int not null default 0,
  refreshed_at timestamptz not null,
  calibrated_at timestamptz,
  primary key (tenant_id, site_id)
);
select platform.protect('queue.site_pace');

-- What each visitor was told when the ticket was issued, and what came of it.
create table queue.quote (
  tenant_id uuid not null,
  ticket_id uuid not null,
  site_id uuid not null,
  service_id uuid not null,
  given_at timestamptz not null,
  ahead int not null,
  counters int not null,
  method text not null check (method in ('gamma', 'simulated')),
  -- As estimated, and after the site's calibration.
  raw_p50_s int not null,
  raw_p90_s int not null,
  p50_s int not null,
  p90_s int not null,
  from_minutes int not null,
  to_minutes int not null,
  -- `left`: gone before the call, so that the whole wait is not known. `void`: let others pass, or sent elsewhere.
  status text not null default 'open' check (status in ('open', 'called', 'left', 'void')),
  waited_s int,
  scored_at timestamptz,
  demo boolean not null default false,
  primary key (tenant_id, ticket_id),
  foreign key (tenant_id, ticket_id) references queue.ticket (tenant_id, id) on delete cascade,
  check ((status in ('called', 'left')) = (waited_s is not null))
);
create index quote_site on queue.quote (tenant_id, site_id, given_at desc);
select platform.protect('queue.quote');
