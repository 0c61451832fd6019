-- What may be shown of an account is read from the account itself.
alter table platform.vendor_account drop column shown;
