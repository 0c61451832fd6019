-- Accounts, sessions and signing keys, as the sign-in library expects them, in our spelling.
create schema auth;
grant usage on schema auth to guichet_app;

-- untenanted: a person may belong to several organisations; memberships are tenanted
create table auth.account_user (
  id uuid not null primary key,
  name text not null,
  email text not null unique,
  email_verified boolean not null default false,
  image text,
  locale text not null default 'fr' check (locale in ('fr', 'en')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

-- untenanted: belongs to a person
create table auth.session (
  id uuid not null primary key,
  user_id uuid not null references auth.account_user (id) on delete cascade,
  token text not null unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index session_user_id on auth.session (user_id);

-- untenanted: belongs to a person; one row per way of signing in
create table auth.credential (
  id uuid not null primary key,
  user_id uuid not null references auth.account_user (id) on delete cascade,
  account_id text not null,
  provider_id text not null,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index credential_user_id on auth.credential (user_id);

-- untenanted: belongs to a person
create table auth.verification (
  id uuid not null primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index verification_identifier on auth.verification (identifier);

-- untenanted: one issuer for all
create table auth.jwks (
  id uuid not null primary key,
  public_key text not null,
  private_key text not null,
  alg text,
  crv text,
  created_at timestamptz not null default now(),
  expires_at timestamptz
);

grant select, insert, update, delete on auth.account_user, auth.session, auth.credential, auth.verification, auth.jwks to guichet_app;
