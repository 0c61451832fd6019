drop table platform.push_subscription, platform.member_preference, platform.contact_channel,
  platform.notification_setting, platform.vendor_health, platform.channel_use, platform.channel_setting,
  platform.vendor_account;
