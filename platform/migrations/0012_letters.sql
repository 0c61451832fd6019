-- An invitation has two links: the one shown to whoever invites, and the one made when the e-mail leaves.
alter table platform.invitation add column mail_token_hash text;
create unique index invitation_mail_token on platform.invitation (tenant_id, mail_token_hash);

-- untenanted: belongs to a person, who may be a member of several organisations
create table auth.password_reset (
  id uuid not null primary key,
  user_id uuid not null references auth.account_user (id) on delete cascade,
  token_hash text unique,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index password_reset_user on auth.password_reset (user_id, created_at desc);
grant select, insert, update, delete on auth.password_reset to guichet_app;
