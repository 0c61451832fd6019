import { createServer } from 'node:http'
import { WebSocket, WebSocketServer } from 'ws'
import { answerOrders } from './orders.ts'

// What a display costs at the very least: whatever is posted goes to every socket as it is.
answerOrders({})
const server = createServer((request, answer) => {
  let frame = ''
  request.on('data', (chunk: Buffer) => (frame += chunk.toString()))
  request.on('end', () => {
    for (const socket of sockets.clients) if (socket.readyState === WebSocket.OPEN) socket.send(frame)
    answer.writeHead(201, { 'content-length': '2' }).end('{}')
  })
})
const sockets = new WebSocketServer({ server, perMessageDeflate: false })
server.listen(Number(process.env.PORT), '127.0.0.1', () => process.send!({ ready: true }))
