drop function platform.drop_job(text);
