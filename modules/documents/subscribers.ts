import { subscribe, type Subscription } from '@guichet/platform/events'
import { later } from '@guichet/platform/task'
import { documentQueued } from './events.ts'
import { readTask } from './reading/commands/task.ts'

export const subscribers: readonly Subscription[] = [
  subscribe(documentQueued, 'documents.read_what_arrived', (ctx, { payload }) =>
    later(ctx, readTask, payload, { key: payload.document_id }),
  ),
]
