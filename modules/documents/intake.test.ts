import assert from 'node:assert/strict'
import { test } from 'node:test'
import { line, pdfFile } from './demo/pdf.ts'
import { readingHouse } from './testing.ts'

interface Piece {
  text: string
  found: boolean
}

const reader = await readingHouse()
const { ask, upload, ended } = reader

const contract = pdfFile([
  {
    content:
      line(60, 780, 'Contrat de prestation') +
      line(60, 750, 'Le prestataire établit une attestation chaque année.'),
  },
  { content: line(60, 780, 'Le loyer mensuel est fixé à 120 000 F CFA.') },
])

test('a file sent in parts is read page by page', async () => {
  const { body: client } = await ask('POST', '/clients', { name: 'Boutique Ndiaye' })
  const announced = await ask('POST', '/documents', {
    name: 'contrat.pdf',
    bytes: contract.length,
    customer_id: client.id,
  })
  const id = announced.body.document_id
  const half = Math.floor(contract.length / 2)
  const first = await ask('PUT', `/documents/${id}/content?from=0`, contract.subarray(0, half))
  assert.deepEqual(first.body, { received: half, whole: false })
  const wrong = await ask('PUT', `/documents/${id}/content?from=0`, contract.subarray(0, half))
  assert.deepEqual([wrong.status, wrong.body.code], [409, 'documents.wrong_offset'])
  assert.equal(wrong.body.facts.received, half)
  assert.equal((await ask('GET', `/documents/${id}`)).body.received, half)
  const rest = await ask('PUT', `/documents/${id}/content?from=${half}`, contract.subarray(half))
  assert.deepEqual(rest.body, { received: contract.length, whole: true })
  const again = await ask('PUT', `/documents/${id}/content?from=${half}`, contract.subarray(half))
  assert.deepEqual(again.body, { received: contract.length, whole: true }, 'a lost answer is given again')

  const done = await ended(id)
  assert.equal(done.status, 'read')
  assert.equal(done.type, 'pdf')
  assert.deepEqual([done.page_count, done.pages_done, done.text_pages], [2, 2, 2])
  const page = await ask('GET', `/documents/${id}/pages/2`)
  assert.equal(page.body.text, 'Le loyer mensuel est fixé à 120 000 F CFA.')
  const { body: clients } = await ask('GET', '/clients?search=bout')
  assert.deepEqual(
    clients.items.map((one: { name: string; document_count: number }) => [one.name, one.document_count]),
    [['Boutique Ndiaye', 1]],
  )

  const link = await ask('POST', `/documents/${id}/links`, {})
  const file = await reader.house.server.app.inject({ url: link.body.url })
  assert.deepEqual(file.rawPayload, contract)
  const picture = await ask('GET', `/documents/${id}/pages/1/image`)
  const image = await reader.house.server.app.inject({ url: picture.body.url })
  assert.equal(image.headers['content-type'], 'image/webp')
})

test('searching forgives endings, accents and mistakes, and says where', async () => {
  for (const [q, word] of [
    ['attestations', 'attestation'],
    ['etablit', 'établit'],
    ['atestasion', 'attestation'],
    ['attest', 'attestation'],
  ] as const) {
    const { body } = await ask('GET', `/document-pages?q=${encodeURIComponent(q)}`)
    assert.equal(body.items.length, 1, q)
    assert.equal(body.items[0].page, 1)
    assert.deepEqual(
      body.items[0].excerpt.filter((piece: Piece) => piece.found).map((piece: Piece) => piece.text),
      [word],
    )
  }
  const { body } = await ask('GET', '/document-pages?q=atestasion')
  assert.deepEqual(body.taken_for, [{ written: 'atestasion', meant: ['attestation'] }])
  assert.deepEqual((await ask('GET', '/document-pages?q=girafe')).body.items, [])
  const stranger = await reader.house.tenant()
  const { headers } = await reader.house.person(stranger, 'owner')
  const theirs = await reader.house.server.app.inject({
    url: `/api/v1/tenants/${stranger.slug}/document-pages?q=attestation`,
    headers,
  })
  assert.deepEqual(theirs.json().items, [])
})

test('what cannot be taken is refused with its reason', async () => {
  const empty = await ask('POST', '/documents', { name: 'vide.pdf', bytes: 0 })
  assert.deepEqual([empty.status, empty.body.code], [400, 'documents.file_empty'])
  await ask('PUT', '/document-limits', {
    max_bytes: 50_000,
    max_pages: 1,
    max_pixels: 1_000_000,
    max_inflated_bytes: 1_048_576,
  })
  const large = await ask('POST', '/documents', { name: 'gros.pdf', bytes: 60_000 })
  assert.deepEqual([large.status, large.body.code], [400, 'documents.file_too_large'])
  const many = await ended(await upload('deux.pdf', contract))
  assert.deepEqual([many.status, many.reason], ['failed', 'too_many_pages'])
  const { body } = await ask('POST', '/documents', { name: 'a.txt', bytes: 4 })
  const more = await ask('PUT', `/documents/${body.document_id}/content?from=0`, Buffer.from('five5'))
  assert.deepEqual([more.status, more.body.code], [409, 'documents.more_than_announced'])
})

test('a reading can be cancelled and taken up again', async () => {
  const { body } = await ask('POST', '/documents', { name: 'a.txt', bytes: 10 })
  const stopped = await ask('POST', `/documents/${body.document_id}/cancellation`)
  assert.equal(stopped.body.status, 'cancelled')
  const late = await ask('PUT', `/documents/${body.document_id}/content?from=0`, Buffer.from('0123456789'))
  assert.deepEqual([late.status, late.body.code], [409, 'documents.not_uploading'])
  const twice = await ask('POST', `/documents/${body.document_id}/cancellation`)
  assert.deepEqual([twice.status, twice.body.code], [409, 'documents.already_ended'])
})
