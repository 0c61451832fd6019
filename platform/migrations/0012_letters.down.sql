drop table auth.password_reset;
alter table platform.invitation drop column mail_token_hash;
