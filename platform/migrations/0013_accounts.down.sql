alter table platform.vendor_account add column shown jsonb not null default '{}';
