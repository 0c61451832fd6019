export { defineNotice } from './define.ts'
export type { Attachment, Channel, NoticeDefinition, Recipient } from './define.ts'
export { notify, withdrawNotice } from './outbox.ts'
export { messageAnswered, messageFailed } from './events.ts'
