drop table queue.quote, queue.site_pace, queue.service_pace;
drop index queue.ticket_visits;
alter table queue.counter_session drop column returns_at;
