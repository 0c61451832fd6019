-- The outbox: one row per notice and recipient, written in the transaction of what it tells.
create table platform.message (
  tenant_id uuid not null,
  id uuid not null,
  notice text not null,
  -- What it is about: the same notice with the same key leaves once.
  key text not null check (length(key) between 1 and 200),
  site_id uuid,
  audience text not null check (audience in ('visitor', 'customer', 'staff')),
  urgency text not null check (urgency in ('now', 'normal')),
  consent text not null check (consent in ('transactional', 'optional')),
  recipient_kind text not null check (recipient_kind in ('visitor', 'customer', 'user', 'address')),
  recipient_id uuid,
  -- Hash of the visitor's page: a browser that asked there to be told is found by it.
  page_hash text,
  phone text,
  email text,
  locale text not null check (locale in ('fr', 'en')),
  -- Channels the person agreed to when leaving the address.
  consented text[] not null default '{}',
  facts jsonb not null,
  channels text[] not null,
  status text not null default 'pending' check (status in
    ('pending', 'sending', 'sent', 'delivered', 'read', 'simulated', 'failed', 'expired', 'cancelled', 'suppressed')),
  status_at timestamptz not null,
  -- The channel it is on, and those given up before.
  channel text,
  given_up text[] not null default '{}',
  attempt int not null default 0,
  -- False between the call to the vendor and its answer: what became of the last attempt must be asked.
  outcome_known boolean not null default true,
  attempted_at timestamptz,
  address text,
  title text,
  body text,
  vendor text,
  vendor_id text,
  reason text,
  parts int not null default 0,
  cost numeric(12, 4) not null default 0,
  -- When delivery looks at it next; while it is being sent, when another worker may take it over.
  next_at timestamptz not null,
  expires_at timestamptz not null,
  unsubscribe_hash text,
  created_at timestamptz not null,
  primary key (tenant_id, id)
);
create unique index message_once on platform.message (tenant_id, notice, key) where status <> 'cancelled';
create index message_recent on platform.message (tenant_id, created_at desc, id desc);
create index message_due on platform.message (tenant_id, next_at) where status in ('pending', 'sending');
create index message_vendor_id on platform.message (tenant_id, vendor_id) where vendor_id is not null;
create index message_address on platform.message (tenant_id, address, status_at desc) where address is not null;
create unique index message_unsubscribe on platform.message (tenant_id, unsubscribe_hash);
select platform.protect('platform.message');

-- What happened to a message, oldest first.
create table platform.message_step (
  tenant_id uuid not null,
  id uuid not null,
  message_id uuid not null,
  at timestamptz not null,
  status text not null,
  channel text,
  -- A code with a text, such as `opted_out`; what a vendor said is in `detail`.
  reason text,
  detail text,
  primary key (tenant_id, id),
  foreign key (tenant_id, message_id) references platform.message (tenant_id, id) on delete cascade
);
create index message_step_of on platform.message_step (tenant_id, message_id, id);
select platform.protect('platform.message_step');

create table platform.message_attachment (
  tenant_id uuid not null,
  id uuid not null,
  message_id uuid not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  name text not null,
  type text not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, message_id) references platform.message (tenant_id, id) on delete cascade
);
create index message_attachment_of on platform.message_attachment (tenant_id, message_id, id);
select platform.protect('platform.message_attachment');

-- A vendor tells everything at least once.
create table platform.message_receipt (
  tenant_id uuid not null,
  vendor text not null,
  receipt_id text not null,
  at timestamptz not null,
  primary key (tenant_id, vendor, receipt_id)
);
create index message_receipt_age on platform.message_receipt (tenant_id, at);
select platform.protect('platform.message_receipt');

-- The organisation's own words for a notice.
create table platform.message_template (
  tenant_id uuid not null,
  id uuid not null,
  notice text not null,
  channel text not null check (channel in ('whatsapp', 'sms', 'push', 'email', 'web_push')),
  locale text not null check (locale in ('fr', 'en')),
  title text,
  body text not null,
  -- WhatsApp: the approved content template that may open a conversation.
  content_sid text,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, notice, channel, locale)
);
select platform.protect('platform.message_template');
