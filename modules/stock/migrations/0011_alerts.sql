create table stock.alert_rule (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('stock_out', 'low_stock', 'predicted_stock_out', 'service_rate', 'stale_data')),
  active boolean not null default true,
  -- low_stock: share of the reorder point; predicted: probability within 7 days; service_rate: points lost;
  -- stale_data: hours.
  threshold float8 not null,
  -- Only products of these classes; all when null.
  classes text[],
  severity smallint not null check (severity between 1 and 3),
  reminder_hours int not null check (reminder_hours between 1 and 720),
  -- [{ "role": "manager" } | { "user_id": … } | { "phone": …, "email": …, "name": … }]
  recipients jsonb not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id)
);
create unique index alert_rule_kind on stock.alert_rule (tenant_id, kind);
select platform.protect('stock.alert_rule');

-- When the rules were last looked at, and how fresh the figures were.
create table stock.alert_state (
  tenant_id uuid not null primary key,
  evaluated_at timestamptz not null,
  full_at timestamptz,
  fed_by text not null check (fed_by in ('nothing', 'screen', 'import')),
  fed_at timestamptz,
  stale_since timestamptz
);
select platform.protect('stock.alert_state');

create table stock.alert_episode (
  tenant_id uuid not null,
  id uuid not null default uuidv7(),
  rule_id uuid not null,
  product_id uuid,
  location_id uuid,
  -- What was measured when it opened, and last.
  value float8 not null,
  last_value float8 not null,
  opened_at timestamptz not null,
  -- Since when it has been well again; resolved once that has held.
  clear_since timestamptz,
  resolved_at timestamptz,
  flaps int not null default 0,
  acknowledged_at timestamptz,
  acknowledged_by text,
  snoozed_until timestamptz,
  told_at timestamptz,
  reminded_at timestamptz,
  reminders int not null default 0,
  escalated_at timestamptz,
  -- The one before, of the same rule and product.
  previous_id uuid,
  primary key (tenant_id, id),
  foreign key (tenant_id, rule_id) references stock.alert_rule (tenant_id, id),
  foreign key (tenant_id, product_id) references stock.product (tenant_id, id) on delete cascade
);
-- The identity: two workers that evaluate at once open one.
create unique index alert_episode_open on stock.alert_episode (tenant_id, rule_id, product_id, location_id)
  nulls not distinct where resolved_at is null;
-- What is open of the shelves that moved.
create index alert_episode_shelf on stock.alert_episode (tenant_id, product_id, location_id) where resolved_at is null;
create index alert_episode_untold on stock.alert_episode (tenant_id, rule_id) where resolved_at is null and told_at is null;
create index alert_episode_clearing on stock.alert_episode (tenant_id, clear_since)
  where resolved_at is null and clear_since is not null;
create index alert_episode_recent on stock.alert_episode (tenant_id, opened_at, id);
create index alert_episode_past on stock.alert_episode (tenant_id, rule_id, product_id, location_id, resolved_at);
select platform.protect('stock.alert_episode');

-- One message for many products: whom it named, how many were open then.
create table stock.alert_message (
  tenant_id uuid not null,
  id uuid not null,
  rule_id uuid not null,
  occasion text not null check (occasion in ('opened', 'reminder', 'escalation')),
  at timestamptz not null,
  episode_ids uuid[] not null,
  open_count int not null,
  recipients int not null,
  -- The outbox rows, whose fate is shown in the history.
  message_ids uuid[] not null default '{}',
  failures int not null default 0,
  failure_reason text,
  primary key (tenant_id, id),
  foreign key (tenant_id, rule_id) references stock.alert_rule (tenant_id, id)
);
create index alert_message_recent on stock.alert_message (tenant_id, at, id);
select platform.protect('stock.alert_message');
