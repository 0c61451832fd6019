alter table queue.ticket_change drop column turn;
drop table queue.call_turn;
drop index queue.ticket_appointment;
alter table queue.ticket drop column call_reason, drop column appointment_at;
alter table queue.site_setting drop column longest_wait_min, drop column most_in_a_row,
  drop column ratio_ordinary, drop column ratio_priority;
