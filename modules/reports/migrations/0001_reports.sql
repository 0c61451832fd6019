create table reports.report (
  tenant_id uuid not null,
  id uuid not null,
  -- A row of organisation.customer.
  customer_id uuid not null,
  -- As the client was called when it was asked for: the report keeps it.
  client_name text not null check (length(client_name) between 1 and 255),
  language text not null check (language in ('fr', 'en')),
  extract_method text not null check (extract_method in ('auto', 'text', 'ocr')),
  document_ids uuid[] not null check (cardinality(document_ids) between 1 and 500),
  -- Null: the template that ships with the product.
  template_id uuid,
  template_version int,
  status text not null default 'PENDING' check (status in ('PENDING', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED')),
  stage text check (stage in ('extraction', 'facts', 'writing', 'rendering')),
  percent int not null default 0 check (percent between 0 and 100),
  -- Why it failed; a code with a text.
  fault text,
  -- How it was written.
  method text check (method in ('extractive', 'model')),
  model text,
  content jsonb,
  file_sha256 text check (file_sha256 ~ '^[0-9a-f]{64}$'),
  pdf_sha256 text check (pdf_sha256 ~ '^[0-9a-f]{64}$'),
  attempt int not null default 1,
  log_count int not null default 0,
  -- The worker that carries it on, for as long as it keeps saying so.
  held_by uuid,
  held_until timestamptz,
  created_by uuid,
  created_by_name text,
  created_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  primary key (tenant_id, id)
);
create index report_recent on reports.report (tenant_id, created_at desc, id desc);
create index report_customer on reports.report (tenant_id, customer_id, created_at desc, id desc);
create index report_underway on reports.report (tenant_id, status) where status in ('PENDING', 'RUNNING');
select platform.protect('reports.report');

-- One piece of the work: what is done is not done again while what it was made from stays the same.
create table reports.step (
  tenant_id uuid not null,
  report_id uuid not null,
  kind text not null check (kind in ('extraction', 'facts', 'selection', 'section', 'rendering')),
  -- The document, or the section; empty where there is one only.
  key text not null,
  position int not null,
  input_hash text not null,
  status text not null check (status in ('running', 'done', 'failed')),
  fault text,
  result jsonb,
  tries int not null default 0,
  started_at timestamptz not null,
  ended_at timestamptz,
  primary key (tenant_id, report_id, kind, key),
  foreign key (tenant_id, report_id) references reports.report (tenant_id, id) on delete cascade
);
select platform.protect('reports.step');

-- What happened, in order, as it is shown while it happens.
create table reports.log_line (
  tenant_id uuid not null,
  report_id uuid not null,
  number int not null check (number > 0),
  at timestamptz not null,
  level text not null check (level in ('note', 'warning', 'error')),
  -- Of a text.
  code text not null,
  facts jsonb not null default '{}',
  primary key (tenant_id, report_id, number),
  foreign key (tenant_id, report_id) references reports.report (tenant_id, id) on delete cascade
);
select platform.protect('reports.log_line');

create table reports.template (
  tenant_id uuid not null,
  id uuid not null,
  name text not null check (length(name) between 1 and 120),
  -- The version in use.
  version int not null,
  chosen boolean not null default false,
  created_at timestamptz not null,
  primary key (tenant_id, id)
);
-- At most one is taken when none is named.
create unique index template_chosen on reports.template (tenant_id) where chosen;
create index template_recent on reports.template (tenant_id, created_at desc, id desc);
select platform.protect('reports.template');

create table reports.template_version (
  tenant_id uuid not null,
  template_id uuid not null,
  version int not null check (version > 0),
  file_name text not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  bytes int not null,
  -- Names of the placeholders it uses.
  tags text[] not null,
  created_by_name text,
  created_at timestamptz not null,
  primary key (tenant_id, template_id, version),
  foreign key (tenant_id, template_id) references reports.template (tenant_id, id) on delete cascade
);
select platform.protect('reports.template_version');

-- What an organisation's reports are about, in one language; without a row, the product's own plan.
create table reports.section_plan (
  tenant_id uuid not null,
  language text not null check (language in ('fr', 'en')),
  sections jsonb not null,
  updated_at timestamptz not null,
  primary key (tenant_id, language)
);
select platform.protect('reports.section_plan');

-- What a model answered to exactly this, so that it is not asked twice.
create table reports.model_answer (
  tenant_id uuid not null,
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  answer jsonb not null,
  at timestamptz not null,
  primary key (tenant_id, hash)
);
create index model_answer_age on reports.model_answer (tenant_id, at);
select platform.protect('reports.model_answer');
