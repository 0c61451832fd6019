alter table platform.device_pairing
  drop column tenant_ref,
  drop column device_id,
  add column sealed_token text;
