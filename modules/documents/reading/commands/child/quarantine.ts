import dgram from 'node:dgram'
import dns from 'node:dns'
import net from 'node:net'
import tls from 'node:tls'

/**
 * First import of the child: nothing that a file contains can open a connection from here. Everything that
 * speaks TCP in Node, fetch included, goes through `Socket.prototype.connect`.
 */
function refuse(): never {
  throw new Error('no connections while reading a file')
}
net.Socket.prototype.connect = refuse as never
net.connect = refuse as never
net.createConnection = refuse as never
net.Server.prototype.listen = refuse as never
tls.connect = refuse as never
dgram.createSocket = refuse as never
for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6', 'resolveAny'] as const) {
  dns[name] = refuse as never
  if (name in dns.promises) dns.promises[name] = refuse as never
}
globalThis.fetch = refuse as never
for (const name of ['WebSocket', 'EventSource'] as const) Reflect.deleteProperty(globalThis, name)
