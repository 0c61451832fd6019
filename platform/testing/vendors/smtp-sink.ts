import { createServer, type AddressInfo, type Socket } from 'node:net'

export interface SunkMail {
  from: string
  to: string
  raw: string
}
export interface SmtpSink {
  port: number
  mails: SunkMail[]
  /** Answers to the next recipients, in turn: `451 later`, `550 nobody`. */
  recipient_answers: string[]
  /** Takes the letter, then hangs up instead of saying so. */
  drops_after_data: number
  close: () => Promise<void>
}

/** A mail server that keeps everything (RFC 5321, as much of it as a client needs). */
export async function smtpSink(login: { user: string; password: string }): Promise<SmtpSink> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
    const say = (line: string): boolean => socket.write(`${line}\r\n`)
    let [from, to, letter, signed_in] = ['', '', null as string | null, false]
    let waiting = ''
    say('220 sink ESMTP')
    socket.on('data', (chunk) => {
      waiting += chunk.toString('latin1')
      for (let end = waiting.indexOf('\r\n'); end !== -1; end = waiting.indexOf('\r\n')) {
        const line = waiting.slice(0, end)
        waiting = waiting.slice(end + 2)
        take(line)
      }
    })
    function take(line: string): void {
      if (letter !== null) {
        if (line !== '.') return void (letter += `${line.startsWith('..') ? line.slice(1) : line}\r\n`)
        sink.mails.push({ from, to, raw: Buffer.from(letter, 'latin1').toString() })
        letter = null
        if (sink.drops_after_data > 0) {
          sink.drops_after_data--
          return void socket.destroy()
        }
        return void say('250 kept')
      }
      const [verb = ''] = line.toUpperCase().split(' ')
      if (verb === 'EHLO') return void socket.write('250-sink\r\n250-8BITMIME\r\n250 AUTH PLAIN\r\n')
      if (verb === 'AUTH') {
        signed_in =
          Buffer.from(line.split(' ')[2] ?? '', 'base64').toString() === `\0${login.user}\0${login.password}`
        return void say(signed_in ? '235 welcome' : '535 wrong credentials')
      }
      if (verb === 'QUIT') return void socket.end('221 bye\r\n')
      if (verb === 'RSET') return void say('250 ok')
      if (!signed_in) return void say('530 authenticate first')
      if (verb === 'MAIL') {
        from = /<(.*)>/.exec(line)?.[1] ?? ''
        return void say('250 ok')
      }
      if (verb === 'RCPT') {
        to = /<(.*)>/.exec(line)?.[1] ?? ''
        return void say(sink.recipient_answers.shift() ?? '250 ok')
      }
      if (verb === 'DATA') {
        letter = ''
        return void say('354 go on')
      }
      say('502 not known here')
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const sink: SmtpSink = {
    port: (server.address() as AddressInfo).port,
    mails: [],
    recipient_answers: [],
    drops_after_data: 0,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
  return sink
}
