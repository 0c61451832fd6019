-- Takes back a job that has not begun. The caller's key begins with its own tenant's id.
create function platform.drop_job(job_key text) returns void
  language sql security definer set search_path = pg_catalog as $$
  select graphile_worker.remove_job(drop_job.job_key)
  where starts_with(drop_job.job_key, platform.tenant_id()::text || '/')
$$;
revoke execute on function platform.drop_job(text) from public;
grant execute on function platform.drop_job(text) to guichet_app;
