import type { Letter } from './carrier.ts'
import { escape } from '../../http/html.ts'

/** One body for both carriers of mail: plain words and a sober frame in the organisation's colour. */
export function mailBody(
  letter: Pick<Letter, 'title' | 'body' | 'tenant' | 'locale' | 'unsubscribe_url'>,
  words: { unsubscribe: string },
): {
  text: string
  html: string
} {
  const { unsubscribe_url, tenant } = letter
  const accent = tenant.accent?.light ?? '#1f5f8b'
  const paragraphs = letter.body
    .split(/\n{2,}/)
    .map((part) => `<p style="margin:0 0 16px">${linked(escape(part)).replaceAll('\n', '<br>')}</p>`)
    .join('')
  const foot = unsubscribe_url
    ? `<p style="margin:24px 0 0;font-size:13px;color:#666"><a style="color:#666" href="${escape(unsubscribe_url)}">${escape(words.unsubscribe)}</a></p>`
    : ''
  return {
    text: `${letter.body}\n${unsubscribe_url ? `\n${words.unsubscribe} : ${unsubscribe_url}\n` : ''}`,
    html: `<!doctype html><html lang="${letter.locale}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><body style="margin:0;background:#f4f4f2;font:16px/1.5 system-ui,sans-serif;color:#1c1c1c"><div style="max-width:560px;margin:0 auto;padding:24px"><div style="background:#fff;border-top:4px solid ${escape(accent)};padding:24px"><p style="margin:0 0 16px;color:#555">${escape(tenant.name)}</p><h1 style="margin:0 0 16px;font-size:20px">${escape(letter.title)}</h1>${paragraphs}${foot}</div></div></body></html>`,
  }
}

/** Addresses in escaped text become links. */
const linked = (text: string): string =>
  text.replaceAll(
    /https?:\/\/[^\s<]+[^\s<.,;:!?)]/g,
    (url) => `<a href="${url}" style="color:inherit">${url}</a>`,
  )

/** Lets the mail program offer its own way out (RFC 8058). */
export const listHeaders = (letter: Pick<Letter, 'unsubscribe_url'>): Record<string, string> =>
  letter.unsubscribe_url
    ? {
        'List-Unsubscribe': `<${letter.unsubscribe_url}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      }
    : {}

/** The same for every attempt: mail servers and programs drop what they already have. */
export const messageIdOf = (letter: Pick<Letter, 'message_id'>, from: string): string =>
  `<${letter.message_id}@${from.split('@')[1] ?? 'guichet'}>`
