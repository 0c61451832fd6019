drop table stock.report_setting, stock.report;
