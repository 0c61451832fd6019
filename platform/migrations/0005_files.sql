-- One key per organisation for its files, sealed with SECRET_KEY: without that secret, files are noise.
create table platform.file_key (
  tenant_id uuid not null primary key,
  sealed text not null,
  created_at timestamptz not null default now()
);
select platform.protect('platform.file_key');
