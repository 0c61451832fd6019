import { z } from 'zod'
import { later, defineTask, type Task } from '@guichet/platform/task'
import { newId } from '@guichet/platform/ids'
import { claim, finish } from './store.ts'
import { readOn } from './read.ts'

/** One step; then whoever else waits for this queue has a turn. */
const step_ms = 30_000

const payload = z.object({ document_id: z.uuid() })

/**
 * Reads a document, half a minute at a time. On the queue with a single hand: reading two files at once
 * would take both processors from the people at the counters.
 */
export const readTask: Task<typeof payload> = defineTask({
  name: 'documents.read_document',
  queue: 'maintenance',
  max_attempts: 6,
  payload,
  async run({ platform, tenant, signal, open, last_attempt }, { document_id }) {
    try {
      const outcome = await readOn({
        platform,
        tenant,
        document_id,
        from: ['queued', 'reading'],
        signal,
        budget_ms: step_ms,
      })
      const again = { key: document_id }
      if (outcome === 'unfinished') await open((ctx) => later(ctx, readTask, { document_id }, again))
      // Another process holds it; if that one was killed, its hold ends soon.
      if (outcome === 'taken')
        await open((ctx) =>
          later(
            ctx,
            readTask,
            { document_id },
            { ...again, run_at: new Date(platform.now().getTime() + 5_000) },
          ),
        )
    } catch (error) {
      if (!last_attempt) throw error
      await open(async (ctx) => {
        const claimed = await claim(ctx, document_id, newId(), ['queued', 'reading'])
        if (claimed && claimed !== 'later')
          await finish(ctx, claimed, { status: 'failed', reason: 'crashed' })
      })
      throw error
    }
  },
})
