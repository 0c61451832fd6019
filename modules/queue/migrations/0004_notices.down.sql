drop table queue.wait_episode, queue.wait_limit, queue.ticket_link;
alter table queue.ticket drop column near_told_at, drop column channels;
alter table queue.site_setting drop column tell_at_place;
