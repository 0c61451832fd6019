import msgreader from '@kenjiuno/msgreader'
import PostalMime from 'postal-mime'
import { Refusal, type Job } from '../../model/job.ts'
import { clean, inPages, textOfMarkup } from '../../model/plain-text.ts'
import { tellPages, type Found, type Reader, type Teller } from './teller.ts'

// Published as CommonJS: its class is the property `default` of what Node imports.
const MsgReader = msgreader.default

interface Attachment {
  name: string
  bytes: Uint8Array
}
interface Letter {
  /** Whatever the language, heads of letters keep the names that mail programs give them. */
  heads: [name: string, value: string | undefined][]
  text: string
  attachments: Attachment[]
}

const mostAttachments = 100

async function tellLetter(letter: Letter, job: Job, teller: Teller, found: Found): Promise<number> {
  const heads = letter.heads
    .filter(([, value]) => value)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')
  const pages = await tellPages(inPages(clean(`${heads}\n\n${letter.text}`)), job, teller, found)
  for (const [index, { name, bytes }] of letter.attachments.slice(0, mostAttachments).entries()) {
    if (bytes.byteLength > 0) await teller.tell({ say: 'attachment', index, name: clean(name), bytes })
  }
  return pages
}

export const readMail: Reader = async (bytes, job, teller, found) => {
  const mail = await PostalMime.parse(bytes, { attachmentEncoding: 'arraybuffer' }).catch(() => {
    throw new Refusal('damaged')
  })
  const who = (people: readonly { name?: string; address?: string }[] = []): string =>
    people.map(({ name, address }) => [name, address && `<${address}>`].filter(Boolean).join(' ')).join(', ')
  return tellLetter(
    {
      heads: [
        ['From', mail.from ? who([mail.from]) : undefined],
        ['To', who(mail.to)],
        ['Cc', who(mail.cc)],
        ['Date', mail.date],
        ['Subject', mail.subject],
      ],
      text: mail.text?.trim() ? mail.text : textOfMarkup(mail.html ?? ''),
      attachments: mail.attachments.map((file, index) => ({
        name: file.filename ?? `attachment-${index + 1}`,
        bytes: typeof file.content === 'string' ? Buffer.from(file.content) : new Uint8Array(file.content),
      })),
    },
    job,
    teller,
    found,
  )
}

export const readOutlook: Reader = async (bytes, job, teller, found) => {
  const reader = new MsgReader(bytes.slice().buffer)
  const letter = reader.getFileData()
  if (letter.error) throw new Refusal('damaged')
  const html = letter.html ? Buffer.from(letter.html).toString('utf8') : (letter.bodyHtml ?? '')
  return tellLetter(
    {
      heads: [
        [
          'From',
          [letter.senderName, letter.senderEmail && `<${letter.senderEmail}>`].filter(Boolean).join(' '),
        ],
        ['To', (letter.recipients ?? []).map(({ name, email }) => name ?? email).join(', ')],
        ['Date', letter.messageDeliveryTime ?? letter.clientSubmitTime],
        ['Subject', letter.subject],
      ],
      text: letter.body?.trim() ? letter.body : textOfMarkup(html),
      attachments: (letter.attachments ?? []).map((file, index) => {
        const { fileName, content } = reader.getAttachment(file)
        return { name: fileName || `attachment-${index + 1}`, bytes: content }
      }),
    },
    job,
    teller,
    found,
  )
}
