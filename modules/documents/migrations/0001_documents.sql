-- Both are trusted: whoever may create in the database may install them. Where they already stand they are used there.
create extension if not exists unaccent with schema documents;
create extension if not exists pg_trgm with schema documents;

-- French words without accents. The dictionary is named with the schema it was found in.
create text search configuration documents.french (copy = pg_catalog.french);
do $$
declare place text;
begin
  select n.nspname into place from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'unaccent';
  execute format('alter text search configuration documents.french alter mapping for hword, hword_part, word, '
    'asciiword, asciihword, hword_asciipart with %I.unaccent, pg_catalog.french_stem', place);
end $$;

-- How near two words are, whatever schema pg_trgm stands in.
do $$
declare place text;
begin
  select n.nspname into place from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'pg_trgm';
  execute format('create function documents.likeness(one text, other text) returns real language sql immutable strict parallel safe '
    'return %I.similarity(one, other)', place);
end $$;
grant execute on function documents.likeness(text, text) to guichet_app, guichet_reader;

create table documents.document (
  tenant_id uuid not null,
  id uuid not null,
  -- A row of organisation.customer; null means nobody has said yet.
  customer_id uuid,
  -- The e-mail a file was attached to.
  parent_id uuid,
  origin text not null default 'upload' check (origin in ('upload', 'folder', 'attachment', 'demo')),
  -- Below CLIENTS_DIR, and how it looked there: a change is seen without reading the file.
  folder_path text,
  folder_stamp text,
  name text not null check (length(name) between 1 and 255),
  bytes bigint not null check (bytes >= 0),
  -- How much of it has arrived.
  received bigint not null default 0 check (received between 0 and bytes),
  sha256 text check (sha256 ~ '^[0-9a-f]{64}$'),
  -- Sniffed from the bytes; the name decides nothing.
  type text,
  status text not null check (status in ('uploading', 'queued', 'reading', 'read', 'failed', 'cancelled', 'needs_password')),
  -- Why it failed; a code with a text.
  reason text,
  -- What is worth knowing though it was read (mislabelled); a code with a text.
  note text,
  method text not null default 'auto' check (method in ('auto', 'text', 'ocr')),
  -- Counts readings: a page of an earlier pass is shown until it is read again.
  pass int not null default 1,
  page_count int,
  -- Who is reading it now: one process at a time, until it has been silent for a while.
  reader uuid,
  created_by uuid,
  created_at timestamptz not null default now(),
  -- When something last happened: what nobody touches for long is taken up again or forgotten.
  touched_at timestamptz not null default now(),
  read_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, parent_id) references documents.document (tenant_id, id) on delete cascade
);
create index document_recent on documents.document (tenant_id, created_at desc, id desc);
create index document_customer on documents.document (tenant_id, customer_id, created_at desc, id desc);
create index document_parent on documents.document (tenant_id, parent_id);
create index document_open on documents.document (tenant_id, status, touched_at)
  where status in ('uploading', 'queued', 'reading');
create unique index document_folder on documents.document (tenant_id, folder_path);
select platform.protect('documents.document');

-- A part of a file that is still arriving; joined and dropped when it is whole.
create table documents.chunk (
  tenant_id uuid not null,
  document_id uuid not null,
  from_byte bigint not null,
  bytes bigint not null check (bytes > 0),
  sha256 text not null,
  primary key (tenant_id, document_id, from_byte),
  foreign key (tenant_id, document_id) references documents.document (tenant_id, id) on delete cascade
);
select platform.protect('documents.chunk');

create table documents.page (
  tenant_id uuid not null,
  document_id uuid not null,
  page int not null check (page > 0),
  pass int not null,
  method text not null check (method in ('text', 'ocr', 'unreadable')),
  -- Why it is unreadable, or why it was recognised rather than read.
  reason text,
  confidence smallint check (confidence between 0 and 100),
  text text not null default '',
  -- What the page holds but does not show.
  hidden text,
  image_sha256 text,
  thumbnail_sha256 text,
  words tsvector generated always as (to_tsvector('documents.french', left(text, 200000))) stored,
  primary key (tenant_id, document_id, page),
  foreign key (tenant_id, document_id) references documents.document (tenant_id, id) on delete cascade
);
select platform.protect('documents.page');

-- Every word of an organisation's pages, without accents: what a misspelt one was meant to be.
create table documents.word (
  tenant_id uuid not null,
  word text not null,
  primary key (tenant_id, word)
);
select platform.protect('documents.word');

-- What one organisation accepts; without a row, the product's own limits.
create table documents.limits (
  tenant_id uuid not null primary key,
  max_bytes bigint not null check (max_bytes > 0),
  max_pages int not null check (max_pages > 0),
  max_pixels bigint not null check (max_pixels > 0),
  max_inflated_bytes bigint not null check (max_inflated_bytes > 0)
);
select platform.protect('documents.limits');

-- A sub-folder of CLIENTS_DIR and the customer it stands for.
create table documents.client_folder (
  tenant_id uuid not null,
  name text not null,
  customer_id uuid not null,
  seen_at timestamptz not null,
  primary key (tenant_id, name)
);
create index client_folder_customer on documents.client_folder (tenant_id, customer_id);
select platform.protect('documents.client_folder');
