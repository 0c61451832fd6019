drop table platform.message_template, platform.message_receipt, platform.message_attachment,
  platform.message_step, platform.message;
