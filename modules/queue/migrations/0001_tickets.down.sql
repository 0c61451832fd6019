drop table queue.ticket_change, queue.counter_session, queue.ticket, queue.number_sequence, queue.site_setting;
drop schema queue;
