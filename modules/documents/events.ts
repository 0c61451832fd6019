import { z } from 'zod'
import { defineEvent } from '@guichet/platform/events'

const permission = 'documents.document.read'

/** The first byte of a file was announced. */
export const documentAnnounced = defineEvent({
  name: 'documents.document_announced',
  payload: z.object({ document_id: z.uuid() }),
  permission,
  live: ['document_id'],
  subject: 'document_id',
})
/** All of it is here, or it is to be read again. */
export const documentQueued = defineEvent({
  name: 'documents.document_queued',
  payload: z.object({ document_id: z.uuid() }),
  permission,
  live: ['document_id'],
  subject: 'document_id',
})
/** Reading has ended, one way or another: after the last page, a failure, a cancellation or for want of a password. */
export const documentRead = defineEvent({
  name: 'documents.document_read',
  payload: z.object({
    document_id: z.uuid(),
    status: z.enum(['read', 'failed', 'cancelled', 'needs_password']),
  }),
  permission,
  live: ['document_id', 'status'],
  subject: 'document_id',
})
/** Another name or another client. */
export const documentChanged = defineEvent({
  name: 'documents.document_changed',
  payload: z.object({ document_id: z.uuid() }),
  permission,
  live: ['document_id'],
  subject: 'document_id',
})
export const documentRemoved = defineEvent({
  name: 'documents.document_removed',
  payload: z.object({ document_id: z.uuid() }),
  permission,
  live: ['document_id'],
  subject: 'document_id',
})
export const limitsChanged = defineEvent({
  name: 'documents.limits_changed',
  payload: z.object({ organisation_id: z.uuid() }),
  permission: 'documents.limits.write',
  live: ['organisation_id'],
})
