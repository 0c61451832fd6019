drop table analytics.satisfaction_alert, analytics.satisfaction_day, analytics.vote, analytics.rating_link,
  analytics.satisfaction_setting;
