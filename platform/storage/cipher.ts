import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/**
 * Files at rest: AES-256-GCM in blocks of 64 kB, so that a file of any size is written and read with
 * flat memory and every byte handed out was authenticated first. A file has its own key, derived from the
 * organisation's and a random salt; a block's nonce is its number, and the last block says that it is the
 * last, so that a file cut short, or with blocks exchanged, is refused (the STREAM construction: Hoang,
 * Reyhanitabar, Rogaway, Vizár, CRYPTO 2015).
 */
const magic = Buffer.from('GUI1')
const block_bytes = 64 * 1024
const salt_bytes = 16
const tag_bytes = 16

const fileKey = (tenant_key: Buffer, salt: Buffer): Buffer =>
  Buffer.from(hkdfSync('sha256', tenant_key, salt, 'guichet file', 32))

function nonceOf(block: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeUInt32BE(block, 7)
  nonce[11] = last ? 1 : 0
  return nonce
}

/** Cuts whatever arrives into pieces of exactly `size`, the last one shorter; at least one, perhaps empty. */
async function* cut(
  source: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<{ bytes: Buffer; last: boolean }> {
  let kept: Buffer[] = []
  let length = 0
  for await (const chunk of source) {
    kept.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))
    length += chunk.byteLength
    // One more than a piece: only then is it known that this piece is not the last.
    if (length <= size) continue
    let all = Buffer.concat(kept, length)
    while (all.length > size) {
      yield { bytes: all.subarray(0, size), last: false }
      all = all.subarray(size)
    }
    kept = [all]
    length = all.length
  }
  yield { bytes: Buffer.concat(kept, length), last: true }
}

export async function* encrypted(
  tenant_key: Buffer,
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Buffer> {
  const salt = randomBytes(salt_bytes)
  const key = fileKey(tenant_key, salt)
  yield Buffer.concat([magic, salt])
  let block = 0
  for await (const { bytes, last } of cut(source, block_bytes)) {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(block++, last))
    yield Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
  }
}

/** @throws when a byte was altered, or the file was cut short or belongs to another organisation */
export async function* decrypted(
  tenant_key: Buffer,
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Buffer> {
  let key: Buffer | null = null
  let block = 0
  const header_bytes = magic.length + salt_bytes
  for await (const { bytes, last } of cut(skipping(source, header_bytes, open), block_bytes + tag_bytes)) {
    if (!key) throw new Error('a stored file has no head')
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(block++, last))
    decipher.setAuthTag(bytes.subarray(-tag_bytes))
    yield Buffer.concat([decipher.update(bytes.subarray(0, -tag_bytes)), decipher.final()])
  }
  function open(header: Buffer): void {
    if (!header.subarray(0, magic.length).equals(magic)) throw new Error('not a stored file of ours')
    key = fileKey(tenant_key, header.subarray(magic.length))
  }
}

async function* skipping(
  source: AsyncIterable<Uint8Array>,
  header_bytes: number,
  open: (header: Buffer) => void,
): AsyncGenerator<Uint8Array> {
  let header: Buffer | null = Buffer.alloc(0)
  for await (const chunk of source) {
    if (!header) {
      yield chunk
      continue
    }
    header = Buffer.concat([header, chunk])
    if (header.length < header_bytes) continue
    open(header.subarray(0, header_bytes))
    const rest = header.subarray(header_bytes)
    header = null
    if (rest.length > 0) yield rest
  }
}
