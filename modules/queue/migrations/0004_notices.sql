alter table queue.site_setting
  -- From this place on a visitor who left a number is told to come back; null: nobody is.
  add column tell_at_place int default 2 check (tell_at_place between 1 and 10);

alter table queue.ticket
  -- Channels the visitor agreed to when leaving the number.
  add column channels text[] not null default '{}' check (channels <@ '{whatsapp,sms}'),
  -- Told once that the turn is near, whatever the order does afterwards.
  add column near_told_at timestamptz;

-- Further keys to a visitor's page: a message gets one of its own when it leaves, so that no key need be kept.
create table queue.ticket_link (
  tenant_id uuid not null,
  token_hash text not null,
  ticket_id uuid not null,
  made_at timestamptz not null,
  primary key (tenant_id, token_hash),
  foreign key (tenant_id, ticket_id) references queue.ticket (tenant_id, id) on delete cascade
);
create index ticket_link_ticket on queue.ticket_link (tenant_id, ticket_id);
select platform.protect('queue.ticket_link');

-- Beyond so many minutes of waiting the managers of the site are told.
create table queue.wait_limit (
  tenant_id uuid not null,
  service_id uuid not null,
  site_id uuid not null,
  minutes int not null check (minutes between 5 and 480),
  primary key (tenant_id, service_id)
);
select platform.protect('queue.wait_limit');

-- One alert from the first wait beyond the limit until waits are clearly below it again.
create table queue.wait_episode (
  tenant_id uuid not null,
  id uuid not null,
  site_id uuid not null,
  service_id uuid not null,
  limit_minutes int not null,
  began_at timestamptz not null,
  ended_at timestamptz,
  longest_s int not null,
  primary key (tenant_id, id)
);
create unique index wait_episode_open on queue.wait_episode (tenant_id, service_id) where ended_at is null;
select platform.protect('queue.wait_episode');
