import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'
import type { Config } from '../../config.ts'
import type { Accounts } from '../accounts.ts'
import { outcomeOfBreak, vendorTimeout_ms, type Carrier } from './carrier.ts'
import { listHeaders, mailBody, messageIdOf } from './mail.ts'

/** E-mail by any mail server. */
export async function smtpCarrier(account: Accounts['smtp'], config: Config): Promise<Carrier> {
  const { createTransport } = await import('nodemailer')
  return {
    async send(letter) {
      const files = await letter.open_attachments()
      if (!files) return { kind: 'refused', reason: 'attachment_missing', detail: 'attachment missing' }
      const host = await addressOf(account.host, account.trusted === true || config.SMTP_PRIVATE_HOSTS)
      if (!host) {
        return { kind: 'later', detail: 'private address refused', uncertain: false, counts_as_failure: true }
      }
      const transport = createTransport({
        host,
        port: account.port,
        secure: account.secure,
        ...(account.user ? { auth: { user: account.user, pass: account.password ?? '' } } : {}),
        // The certificate is that of the name; connected is the address that was checked.
        ...(isIP(account.host) ? {} : { tls: { servername: account.host } }),
        connectionTimeout: vendorTimeout_ms,
        greetingTimeout: vendorTimeout_ms,
        socketTimeout: vendorTimeout_ms,
      })
      try {
        const { text, html } = mailBody(letter, letter.words)
        const { messageId } = await transport.sendMail({
          from: { name: letter.tenant.name, address: account.from },
          to: letter.name ? { name: letter.name, address: letter.address } : letter.address,
          subject: letter.title,
          text,
          html,
          messageId: messageIdOf(letter, account.from),
          headers: listHeaders(letter),
          attachments: files.map(({ name, type, bytes }) => ({
            filename: name,
            contentType: type,
            content: bytes,
          })),
        })
        return { kind: 'sent', vendor_id: messageId }
      } catch (error) {
        const { responseCode, command, message } = error as {
          responseCode?: number
          command?: string
          message: string
        }
        if (responseCode === undefined) {
          const outcome = outcomeOfBreak(error)
          return outcome.kind === 'later'
            ? { ...outcome, uncertain: command === 'DATA' || command === undefined }
            : outcome
        }
        const detail = `${responseCode}: ${message}`.slice(0, 300)
        if (responseCode >= 500 && command === 'RCPT TO')
          return { kind: 'refused', reason: 'bad_address', detail }
        if (responseCode >= 500 && command !== 'CONN' && !command?.startsWith('AUTH'))
          return { kind: 'refused', reason: 'vendor_refused', detail }
        return { kind: 'later', detail, uncertain: false, counts_as_failure: true }
      } finally {
        transport.close()
      }
    },
  }
}

const inside = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  inside.addSubnet(net, bits, 'ipv4')
}
for (const [net, bits] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
] as const) {
  inside.addSubnet(net, bits, 'ipv6')
}

/** The name resolved once; null when it leads inside and may not. IPv4 in IPv6 counts as what it is. */
async function addressOf(host: string, may_be_private: boolean): Promise<string | null> {
  const { address } = await lookup(host)
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  return may_be_private || !inside.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4') ? address : null
}
