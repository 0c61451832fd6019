alter table queue.site_setting
  -- So many priority calls, then so many ordinary ones, while both wait. Null: priority always goes first.
  add column ratio_priority int check (ratio_priority between 1 and 9),
  add column ratio_ordinary int not null default 1 check (ratio_ordinary between 1 and 9),
  -- The most calls of priority or appointments in a row while somebody ordinary waits. Null: no ceiling.
  add column most_in_a_row int check (most_in_a_row between 1 and 20),
  -- After this wait a ticket goes first, whatever its class: nobody starves. Null: never.
  add column longest_wait_min int default 90 check (longest_wait_min between 10 and 600);

alter table queue.ticket
  add column appointment_at timestamptz,
  -- Which rule chose the ticket, told to whoever asks why.
  add column call_reason jsonb;
create index ticket_appointment on queue.ticket (tenant_id, site_id, appointment_at, id)
  where status = 'waiting' and appointment_at is not null;

-- Where the site stands in its ratio: held by each call that follows one, so that two counters calling at
-- the same instant count one after the other.
create table queue.call_turn (
  tenant_id uuid not null,
  site_id uuid not null,
  preferred_taken int not null default 0,
  ordinary_taken int not null default 0,
  in_a_row int not null default 0,
  appointment_last boolean not null default false,
  primary key (tenant_id, site_id)
);
select platform.protect('queue.call_turn');

-- The turn before and after a call, so that an undone call gives it back.
alter table queue.ticket_change add column turn jsonb;
