-- Idempotency keys of calls that belong to no organisation: signing in, tokens, pairing codes.
-- untenanted: who calls belongs to none yet, or to several
create table platform.early_key (
  actor text not null,
  route text not null,
  key text not null,
  fingerprint text not null,
  status int,
  -- Sealed with the key itself, which is stored hashed.
  answer text,
  created_at timestamptz not null default now(),
  primary key (actor, route, key)
);
create index early_key_age on platform.early_key (created_at);
grant select, insert, update, delete on platform.early_key to guichet_app;
