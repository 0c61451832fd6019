-- A screen at a counter shows whose turn it is and asks for a rating after the visit.
alter table platform.device drop constraint device_kind_check;
alter table platform.device add constraint device_kind_check check (kind in ('kiosk', 'display', 'counter'));
