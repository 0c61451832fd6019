-- The device's token is made when the device fetches it: until then there is none that could be read here.
alter table platform.device_pairing
  drop column sealed_token,
  add column tenant_ref text,
  add column device_id uuid;
