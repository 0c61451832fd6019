import { writeSync } from 'node:fs'
import { workerData } from 'node:worker_threads'

/**
 * Runs in a thread of the child, so it also acts while a parser is stuck in a loop: ends the process when it
 * takes too much memory, or when nobody waits for it any more (the worker was killed).
 */
const { memory_bytes, parent } = workerData as { memory_bytes: number; parent: number }

function end(word: string): void {
  writeSync(2, `${word}\n`)
  try {
    // The whole group: a recognition program under way as well.
    process.kill(-process.pid, 'SIGKILL')
  } catch {
    process.kill(process.pid, 'SIGKILL')
  }
}

setInterval(() => {
  if (process.memoryUsage.rss() > memory_bytes) end('too much memory')
  else if (process.ppid !== parent) end('left alone')
}, 40)
