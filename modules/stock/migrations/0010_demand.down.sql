drop table stock.prediction_told, stock.prediction, stock.demand_model, stock.feast_day, stock.demand_setting;
drop index stock.balance_at_risk, stock.balance_predicted;
alter table stock.balance drop column reorder_point, drop column within_7, drop column within_14, drop column abc,
  drop column predicted_at;
