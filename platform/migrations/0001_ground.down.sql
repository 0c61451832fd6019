drop function platform.memberships_of(uuid), platform.all_tenants(), platform.find_tenant(text, text),
  platform.event_tail(xid8, int), platform.add_job(text, json, int, timestamptz, text),
  platform.emit(uuid, text, uuid, text, uuid, jsonb, jsonb, jsonb, timestamptz, text, json);
drop table platform.sign_in_attempt, platform.schedule_run, platform.job_run, platform.idempotency_key,
  platform.delivery, platform.event, platform.device_pairing, platform.device, platform.invitation,
  platform.membership, platform.tenant;
drop function platform.protect(regclass, boolean), platform.tenant_id();
