drop table platform.file_key;
