import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Connect, Latencies, Rounds } from './displays-process.ts'
import { atMost, fact, median, quantile, type Figure } from './figure.ts'
import { openHall } from './hall.ts'
import { ask, freePort, startedProgram } from './server.ts'

export const displays: Figure = {
  name: 'displays',
  title: 'from the call to 1,000 hall displays, against a bare ws broadcast of the same bytes',
  async run(bench) {
    const [display_count, rounds] = bench.quick ? [200, 15] : [1_000, 60]
    const hall = await openHall(bench, 'displays')
    const [agent] = await hall.agents(1)
    await hall.fillQueue(rounds + 10)
    const bare_port = await freePort()
    const log_file = join(bench.folder, 'displays.log')
    const [bare, wall] = await Promise.all([
      startedProgram('./broadcast-process.ts', { PORT: String(bare_port) }, log_file),
      startedProgram('./displays-process.ts', {}, log_file),
    ])
    bench.afterwards(() => [bare, wall].forEach((program) => program.kill('SIGKILL')))

    const weighed: Record<'product' | 'bare', number> = { product: 0, bare: 0 }
    const cookies = await hall.devices(display_count, 'display')
    const url = `ws://127.0.0.1:${hall.port}${hall.path('/live')}?as=device&site_id=${hall.site_id}`
    const weigh = { product: hall.server.memory, bare: () => ask<number>(bare, { order: 'memory' }, 'rss') }
    const walls: Connect[] = [
      { order: 'connect', wall: 'product', url, cookies },
      { order: 'connect', wall: 'bare', url: `ws://127.0.0.1:${bare_port}`, cookies },
    ]
    for (const order of walls) {
      const before = await weigh[order.wall]()
      await ask(wall, order, 'connected')
      await wait(1_000)
      weighed[order.wall] = ((await weigh[order.wall]()) - before) / display_count / 1024
    }
    const order: Rounds = {
      order: 'rounds',
      count: rounds,
      port: hall.port,
      bare_port,
      path: hall.path(`/queue/counters/${agent!.counter_id}/calls`),
      headers: agent!.headers,
      closing: { before: hall.path('/queue/tickets/'), after: '/closing' },
    }
    const { product, bare: plain } = await ask<Latencies>(wall, order, 'latencies')
    // The first rounds warm both servers.
    const all = { product: product.slice(5).flat(), bare: plain.slice(5).flat() }
    const [ours, theirs] = [quantile(all.product, 0.95), quantile(all.bare, 0.95)]
    const spread = (values: number[]) =>
      `median ${median(values).toFixed(1)} ms, p95 ${quantile(values, 0.95).toFixed(1)} ms, worst ${Math.max(...values).toFixed(0)} ms`
    return [
      atMost(
        'p95 / p95 of the bare broadcast',
        ours / theirs,
        3,
        '',
        `${ours.toFixed(1)} ms against ${theirs.toFixed(1)} ms`,
      ),
      fact('call to display', spread(all.product)),
      fact('bare broadcast', spread(all.bare)),
      fact(
        'memory of a connection',
        `${weighed.product.toFixed(1)} KiB, bare ${weighed.bare.toFixed(1)} KiB`,
      ),
      fact('size', `${display_count} paired displays, ${rounds - 5} calls`),
    ]
  },
}
