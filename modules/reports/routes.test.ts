import assert from 'node:assert/strict'
import { test } from 'node:test'
import { amendment, lease, openCabinet } from './testing.ts'
import { readArchive } from './templates/model/archive.ts'
import { paragraphsIn } from './templates/model/scan.ts'
import { standsOn } from './writing/model/fold.ts'

const cabinet = await openCabinet()
const { send, ask, ended, client_id } = cabinet
const lease_id = await cabinet.document('Bail.pdf', [lease, { unreadable: 'blank' }])
const amendment_id = await cabinet.document('Avenant.docx', [amendment])
const texts: Record<string, string[]> = { [lease_id]: [lease, ''], [amendment_id]: [amendment] }

test('a report is written from a client’s documents, every sentence on its page, and comes out as Word', async () => {
  const asked = await send('POST', '/reports', { client_name: 'Teranga Conseil', extract_method: 'auto' })
  assert.equal(asked.status, 202)
  const { job_id, status, created_at } = asked.body as Record<string, string>
  assert.equal(status, 'PENDING')
  assert.ok(Date.parse(created_at!))
  const report = await ended(job_id!)
  assert.equal(report.status, 'COMPLETED', JSON.stringify(report.log))
  assert.equal(report.percent, 100)
  assert.equal(report.method, 'extractive')
  const content = report.content!
  const sentences = [...content.summary, ...content.sections.flatMap((section) => section.sentences)]
  assert.ok(sentences.length >= 5)
  for (const { text, sources } of sentences) {
    const [source] = sources
    assert.ok(source && standsOn(text, texts[source.document_id]![source.page - 1]!), text)
  }
  assert.equal(content.contradictions.length, 1)
  assert.deepEqual(content.contradictions[0]!.facts.map(({ value }) => value).toSorted(), [
    '450000 XOF',
    '475000 XOF',
  ])
  assert.deepEqual(
    content.unreadable.map(({ document_name, page }) => [document_name, page]),
    [['Bail.pdf', 2]],
  )
  assert.ok(content.facts.some((fact) => fact.scheme === 'ninea' && fact.valid))

  const file = await send('GET', `/reports/${job_id}/download`)
  assert.equal(file.status, 200)
  assert.match(
    String(file.headers['content-disposition']),
    /Rapport%20sur%20le%20dossier%20de%20Teranga%20Conseil\.docx/,
  )
  const { parts } = await readArchive(file.raw, (name) => name === 'word/document.xml')
  const words = paragraphsIn(parts.get('word/document.xml')!, 'body')
    .map(({ text }) => text)
    .join('\n')
  for (const { text } of sentences) assert.ok(words.includes(text), text)
  assert.ok(words.includes('Bail.pdf, p. 1') && words.includes('BAIL-2026-0017'))
  assert.doesNotMatch(words, /[{}]|undefined|null/)
})

test('what is asked for wrongly is refused with its reason', async () => {
  const code = async (body: object) => {
    const answer = await send('POST', '/reports', body)
    return [answer.status, (answer.body as { code: string }).code]
  }
  assert.deepEqual(await code({ client_name: 'Personne' }), [404, 'reports.client_unknown'])
  assert.deepEqual(await code({}), [400, 'reports.no_client'])
  const other = await send('POST', '/customers', { name: 'Autre Client' })
  const other_id = (other.body as { id: string }).id
  assert.deepEqual(await code({ client_id: other_id }), [400, 'reports.no_documents'])
  assert.deepEqual(await code({ client_id: other_id, document_ids: [lease_id] }), [
    404,
    'reports.documents_unknown',
  ])
  await send('POST', '/customers', { name: 'TERANGA conseil' })
  assert.deepEqual(await code({ client_name: 'Teranga Conseil' }), [409, 'reports.client_ambiguous'])
})

test('a document that cannot be read fails alone; when none can, the report says so and can be taken up again', async () => {
  const broken = await cabinet.document('Secret.pdf', [], 'needs_password')
  const with_one = await ended(await ask({ client_id, document_ids: [lease_id, broken] }))
  assert.equal(with_one.status, 'COMPLETED')
  assert.deepEqual(
    with_one.content!.unreadable.map(({ document_name, page }) => [document_name, page]),
    [
      ['Secret.pdf', null],
      ['Bail.pdf', 2],
    ],
  )
  const id = await ask({ client_id, document_ids: [broken] })
  const none = await ended(id)
  assert.equal(none.status, 'FAILED')
  assert.equal(none.fault, 'nothing_read')
  assert.match(none.log.at(-1)!.text, /aucun document n’a pu être lu/)
  assert.equal((await send('GET', `/reports/${id}/download`)).status, 409)
  assert.equal((await send('POST', `/reports/${id}/attempts`)).status, 202)
  assert.equal((await ended(id)).status, 'FAILED')
})

test('taken up again, what is done stays done', async () => {
  const id = await ask({ client_id, document_ids: [lease_id, amendment_id] })
  const first = await ended(id)
  assert.equal((await send('POST', `/reports/${id}/attempts`)).status, 202)
  assert.equal((await send('POST', `/reports/${id}/attempts`)).status, 409)
  const again = await ended(id)
  assert.equal(again.status, 'COMPLETED')
  const started = (report: typeof first) =>
    report.steps
      .filter(({ kind }) => kind !== 'extraction')
      .map(({ kind, key, started_at }) => `${kind} ${key} ${started_at}`)
      .toSorted()
  assert.deepEqual(started(again), started(first))
})

test('a report waits for documents that are being read, stops when told to, and goes when removed', async () => {
  const slow = await cabinet.document('Lent.pdf', ['x'], 'reading')
  const id = await ask({ client_id, document_ids: [lease_id, slow] })
  assert.equal((await cabinet.report(id)).content, null)
  const cancelled = await send('POST', `/reports/${id}/cancellation`)
  assert.equal((cancelled.body as { status: string }).status, 'CANCELLED')
  assert.equal((await send('POST', `/reports/${id}/cancellation`)).status, 409)
  assert.equal((await send('DELETE', `/reports/${id}`)).status, 200)
  assert.equal((await send('GET', `/reports/${id}`)).status, 404)
  const listed = (await send('GET', '/reports?limit=2')).body as { items: object[]; next_cursor: string }
  assert.equal(listed.items.length, 2)
  const rest = (await send('GET', `/reports?limit=2&cursor=${listed.next_cursor}`)).body as {
    items: object[]
  }
  assert.ok(rest.items.length >= 1)
})

test('the plan of sections is the organisation’s own to change, and to give back', async () => {
  const sections = [
    { key: 'lease', title: 'Le bail', question: 'Quel loyer, quelle caution ?', sentences: 2 },
  ]
  assert.equal((await send('PUT', '/report-plan?language=fr', { sections })).status, 200)
  const report = await ended(await ask({ client_id, document_ids: [lease_id] }))
  assert.deepEqual(
    report.content!.sections.map(({ title }) => title),
    ['Le bail'],
  )
  assert.ok(report.content!.sections[0]!.sentences.length <= 2)
  assert.equal(
    (await send('PUT', '/report-plan?language=fr', { sections: [...sections, ...sections] })).status,
    400,
  )
  const usual = (await send('DELETE', '/report-plan?language=fr')).body as {
    usual: boolean
    sections: object[]
  }
  assert.ok(usual.usual && usual.sections.length === 8)
})

test('the page a sentence rests on can be read, and no other document’s', async () => {
  const id = await ask({ client_id, document_ids: [lease_id] })
  const page = await send('GET', `/reports/${id}/source-page?document_id=${lease_id}&page=1`)
  assert.equal((page.body as { text: string }).text, lease)
  assert.equal(
    (await send('GET', `/reports/${id}/source-page?document_id=${amendment_id}&page=1`)).status,
    404,
  )
  await ended(id)
})
