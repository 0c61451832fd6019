-- An organisation's own account with a vendor, closed with SECRET_KEY.
create table platform.vendor_account (
  tenant_id uuid not null,
  vendor text not null check (vendor in ('twilio', 'sendgrid', 'smtp', 'fcm')),
  sealed text not null,
  -- What may be shown: the sender, the last signs of the account.
  shown jsonb not null,
  updated_at timestamptz not null,
  primary key (tenant_id, vendor)
);
select platform.protect('platform.vendor_account');

create table platform.channel_setting (
  tenant_id uuid not null,
  channel text not null check (channel in ('whatsapp', 'sms', 'push', 'email', 'web_push')),
  enabled boolean not null default true,
  -- What one part of a message costs, in the currency's minor unit.
  price numeric(12, 4) not null default 0 check (price >= 0),
  daily_cap int check (daily_cap >= 0),
  monthly_budget numeric(14, 4) check (monthly_budget >= 0),
  primary key (tenant_id, channel)
);
select platform.protect('platform.channel_setting');

-- Counted in the statement that decides whether one more may leave.
create table platform.channel_use (
  tenant_id uuid not null,
  channel text not null,
  day date not null,
  sent int not null default 0,
  simulated int not null default 0,
  cost numeric(14, 4) not null default 0,
  primary key (tenant_id, channel, day)
);
select platform.protect('platform.channel_use');

-- A vendor that keeps failing is left alone until `open_until`, for this organisation.
create table platform.vendor_health (
  tenant_id uuid not null,
  vendor text not null,
  failures int not null default 0,
  open_until timestamptz,
  last_failure_at timestamptz,
  last_failure text,
  last_success_at timestamptz,
  primary key (tenant_id, vendor)
);
select platform.protect('platform.vendor_health');

create table platform.notification_setting (
  tenant_id uuid not null,
  quiet_from text not null default '21:00' check (quiet_from ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  quiet_to text not null default '08:00' check (quiet_to ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  primary key (tenant_id)
);
select platform.protect('platform.notification_setting');

-- What an address agreed to or refused, and when it last wrote to us (WhatsApp's 24 hours).
create table platform.contact_channel (
  tenant_id uuid not null,
  channel text not null check (channel in ('whatsapp', 'sms', 'email')),
  -- E.164, or an e-mail address in small letters.
  address text not null,
  opted_in_at timestamptz,
  opted_in_by text,
  opted_out_at timestamptz,
  opted_out_by text,
  heard_at timestamptz,
  -- The vendor says that nobody lives there.
  refused_at timestamptz,
  refused_reason text,
  primary key (tenant_id, channel, address)
);
select platform.protect('platform.contact_channel');

create table platform.member_preference (
  tenant_id uuid not null,
  user_id uuid not null,
  phone text check (phone ~ '^\+[1-9][0-9]{6,14}$'),
  -- Null: whatever the notice proposes.
  channels text[],
  quiet_from text check (quiet_from ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  quiet_to text check (quiet_to ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  updated_at timestamptz not null,
  primary key (tenant_id, user_id)
);
select platform.protect('platform.member_preference');

-- A browser (web_push) or a telephone's app (push) that asked to be told.
create table platform.push_subscription (
  tenant_id uuid not null,
  id uuid not null,
  channel text not null check (channel in ('push', 'web_push')),
  user_id uuid,
  page_hash text,
  endpoint_hash text not null,
  sealed text not null,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, endpoint_hash),
  check (num_nonnulls(user_id, page_hash) = 1)
);
create index push_subscription_user on platform.push_subscription (tenant_id, user_id) where user_id is not null;
create index push_subscription_page on platform.push_subscription (tenant_id, page_hash) where page_hash is not null;
select platform.protect('platform.push_subscription');
