drop table stock.alert_message, stock.alert_episode, stock.alert_state, stock.alert_rule;
