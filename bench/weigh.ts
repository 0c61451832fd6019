import { get, type IncomingHttpHeaders } from 'node:http'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'

/** Bytes over the wire of a page's first load, without the heads of the answers. */
export interface Weight {
  html: number
  css: number
  js: number
}
export const total = ({ html, css, js }: Weight): number => html + css + js

interface Loaded {
  bytes: number
  text: string
}

/** Loads a page as a browser with an empty cache would: what it links, and what its scripts import at once. */
export async function weigh(address: string, encoding: 'br' | 'gzip'): Promise<Weight> {
  const page = await load(address, encoding)
  const weight: Weight = { html: page.bytes, css: 0, js: 0 }
  const known = new Set<string>()
  const waiting = [
    ...matches(page.text, /<link[^>]+href="([^"]+\.css)"/g),
    ...matches(page.text, /<script[^>]+src="([^"]+)"/g),
    ...matches(page.text, /<link[^>]+rel="modulepreload"[^>]+href="([^"]+)"/g),
  ].map((reference) => new URL(reference, address).href)
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (known.has(next)) continue
    known.add(next)
    const file = await load(next, encoding)
    const is_style = new URL(next).pathname.endsWith('.css')
    weight[is_style ? 'css' : 'js'] += file.bytes
    const imported = is_style ? [] : matches(file.text, /(?:\bfrom|\bimport)\s*["'](\.?\.?\/[^"']+)["']/g)
    for (const reference of imported) waiting.push(new URL(reference, next).href)
  }
  return weight
}

const matches = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map((match) => match[1]!)

function load(address: string, encoding: string): Promise<Loaded> {
  return new Promise((done, failed) => {
    get(
      address,
      { headers: { 'accept-encoding': encoding, accept: '*/*', 'accept-language': 'fr' } },
      (answer) => {
        const parts: Buffer[] = []
        answer.on('data', (part: Buffer) => parts.push(part))
        answer.on('error', failed)
        answer.on('end', () => {
          if (answer.statusCode !== 200) return failed(new Error(`${address}: ${answer.statusCode}`))
          const body = Buffer.concat(parts)
          done({ bytes: body.length, text: plain(body, answer.headers).toString() })
        })
      },
    ).on('error', failed)
  })
}

function plain(body: Buffer, headers: IncomingHttpHeaders): Buffer {
  if (headers['content-encoding'] === 'br') return brotliDecompressSync(body)
  return headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body
}
