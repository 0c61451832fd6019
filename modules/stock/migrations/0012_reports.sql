create table stock.report (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('daily', 'weekly', 'monthly')),
  from_day date not null,
  to_day date not null,
  asked_by text,
  created_at timestamptz not null,
  status text not null default 'making' check (status in ('making', 'ready', 'failed')),
  -- The same figures as the dashboard's, as they were then.
  figures jsonb,
  pdf_sha256 text,
  xlsx_sha256 text,
  message_ids uuid[] not null default '{}',
  primary key (tenant_id, id)
);
create index report_recent on stock.report (tenant_id, created_at, id);
-- The clock makes one report of a kind for a period.
create unique index report_scheduled on stock.report (tenant_id, kind, from_day, to_day) where asked_by is null;
select platform.protect('stock.report');

create table stock.report_setting (
  tenant_id uuid not null primary key,
  daily boolean not null default false,
  weekly boolean not null default true,
  monthly boolean not null default true,
  recipients jsonb not null,
  updated_at timestamptz not null
);
select platform.protect('stock.report_setting');
