drop table analytics.wait_target, analytics.report_subscription, analytics.report_reading, analytics.daily_report, analytics.queue_metric,
  analytics.day_sheet, analytics.passage_fact, analytics.ticket_fact;
drop schema analytics;
