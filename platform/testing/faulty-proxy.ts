import net from 'node:net'

export interface FaultyProxy {
  port: number
  /** `pass` forwards; `hold` swallows both ways in silence, as a dead network does; `reset` cuts and refuses. */
  mode: (mode: 'pass' | 'hold' | 'reset') => void
  close: () => Promise<void>
}

/** A piece of network that can be made to fail, between a client and a service on this machine. */
export async function faultyProxy(target: { host: string; port: number }): Promise<FaultyProxy> {
  let mode: 'pass' | 'hold' | 'reset' = 'pass'
  const open = new Set<net.Socket>()
  const server = net.createServer((near) => {
    if (mode === 'reset') return void near.resetAndDestroy()
    const far = net.connect(target.port, target.host)
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from)
      from.on('data', (chunk) => {
        if (mode === 'pass') to.write(chunk)
      })
      from.on('error', () => {})
      from.on('close', () => {
        open.delete(from)
        to.destroy()
      })
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as net.AddressInfo).port,
    mode(next) {
      mode = next
      if (next === 'reset') for (const socket of open) socket.resetAndDestroy()
    },
    async close() {
      for (const socket of open) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
