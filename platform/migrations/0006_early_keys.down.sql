drop table platform.early_key;
