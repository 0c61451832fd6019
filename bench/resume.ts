import { join as inFolder } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { emit } from '@guichet/platform/emit'
import { newId } from '@guichet/platform/ids'
import { asSystem } from '@guichet/platform/platform'
import { modules } from '@guichet/server/modules'
import { fact, median, none, type Figure } from './figure.ts'
import { openHall, type Hall } from './hall.ts'
import type { Emitted, Join, Resumed, Tally } from './resume-process.ts'
import { ask, startedProgram } from './server.ts'

// Two dozen busy halls; a return of 25 s would still be within what the server tells again.
const events_per_s = 20
const ticketCalled = modules
  .flatMap((module) => module.events)
  .find((event) => event.name === 'queue.ticket_called')!

/** Life goes on while the server is dead: another process writes the events, as a second server would. */
export const resume: Figure = {
  name: 'resume',
  title: '2,000 live connections resume after the server was killed (-9), while events keep coming',
  async run(bench) {
    const [client_count, kills] = bench.quick ? [300, 2] : [2_000, 3]
    const hall = await openHall(bench, 'resume')
    const crowd = await startedProgram('./resume-process.ts', {}, inFolder(bench.folder, 'resume.log'))
    bench.afterwards(() => crowd.kill('SIGKILL'))
    const cookies = await hall.devices(client_count, 'display')
    const url = `ws://127.0.0.1:${hall.port}${hall.path('/live')}?as=device`
    await ask(crowd, { order: 'join', url, cookies } satisfies Join, 'joined')

    const speaking = keepSpeaking(
      hall,
      (count) => crowd.connected && crowd.send({ order: 'emitted', count } satisfies Emitted),
    )
    const returns: Resumed[] = []
    for (let round = 0; round < kills; round++) {
      await wait(2_000)
      const back = ask<Resumed>(crowd, { order: 'resumed' }, 'resumed')
      back.catch(() => {})
      await hall.server.kill()
      await hall.startServer().ready
      returns.push(await back)
    }
    await wait(1_000)
    const emitted = await speaking.stop()
    const { missed, resets, repeats, connections } = await ask<Tally>(crowd, { order: 'count' }, 'tally')
    return [
      none('events missed', missed),
      none('clients told to start afresh', resets),
      fact(
        'from the kill until all are connected',
        `${(median(returns.map((r) => r.connected_ms)) / 1000).toFixed(1)} s (median of ${kills}, the server's start included)`,
      ),
      fact(
        'from the kill until all know all',
        `${(median(returns.map((r) => r.told_ms)) / 1000).toFixed(1)} s`,
      ),
      fact('size', `${client_count} clients, ${emitted} events at ${events_per_s}/s, ${kills} kills`),
      fact('told twice', `${repeats} of ${emitted * client_count}, ${connections} connections tried`),
    ]
  },
}

function keepSpeaking(hall: Hall, said: (count: number) => unknown): { stop: () => Promise<number> } {
  let stopped = false
  let count = 0
  async function loop(): Promise<void> {
    while (!stopped) {
      const number = String(count)
      await asSystem(hall.platform, hall.tenant, (ctx) =>
        emit(
          ctx,
          ticketCalled,
          {
            ticket_id: newId(),
            number,
            service_id: hall.service_ids[0]!,
            counter_id: newId(),
            counter_name: 'Guichet 1',
          },
          hall.site_id,
        ),
      )
      said(++count)
      await wait(1000 / events_per_s)
    }
  }
  const speaking = loop()
  speaking.catch(() => {})
  return {
    async stop() {
      stopped = true
      await speaking
      return count
    },
  }
}
