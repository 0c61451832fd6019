import { z } from 'zod'
import { emit } from '@guichet/platform/emit'
import { defineTask, later, type Task } from '@guichet/platform/task'
import { projectAgain } from './commands/project.ts'
import { figuresRebuilt } from './events.ts'

/** A run reads some of the log and asks for the next: a process that stops in between loses nothing. */
const batches_a_run = 20

export const rebuildTask = defineTask({
  name: 'analytics.rebuild_from_log',
  queue: 'maintenance',
  payload: z.object({ after: z.uuid().nullable() }),
  async run(work, { after }) {
    let reached: string | null = after
    for (let batch = 0; batch < batches_a_run && !work.signal.aborted; batch++) {
      const last: string | null = await work.open((ctx) => projectAgain(ctx, reached))
      if (last === null) {
        await work.open((ctx) => emit(ctx, figuresRebuilt, {}))
        return
      }
      reached = last
    }
    await work.open((ctx) => later(ctx, rebuildTask, { after: reached }))
  },
})

export const tasks: readonly Task[] = [rebuildTask as unknown as Task]
