import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { fakeModel, until, type ModelAsk, type ModelReply } from '@guichet/platform/testing'
import { amendment, lease, openCabinet } from './testing.ts'
import { readArchive } from './templates/model/archive.ts'

/** Amounts that stand in no document. */
const invented = Array.from(
  { length: 20 },
  (_, index) => `${index + 1} 8${String(index).padStart(2, '0')} 3${index % 10}7 €`,
)
const isFacts = ({ prompt }: ModelAsk) => prompt.startsWith('<<<PAGE')
const sectionOf = ({ prompt }: ModelAsk) => /^Section: (.*)$/m.exec(prompt)?.[1] ?? ''
const firstSentence = ({ prompt }: ModelAsk) => /^\[S1\] (.*)$/m.exec(prompt)?.[1] ?? ''
const saying = (value: unknown): ModelReply => ({ text: JSON.stringify(value) })

let behave: (ask: ModelAsk) => ModelReply = () => saying({ facts: [] })
const model = await fakeModel('menteur:8b', (ask) => behave(ask))
after(() => model.close())
const cabinet = await openCabinet({ OLLAMA_URL: model.url, OLLAMA_MODEL: 'menteur:8b' })
const { send, ask, ended, client_id } = cabinet
const lease_id = await cabinet.document('Bail.pdf', [lease])
const amendment_id = await cabinet.document('Avenant.pdf', [amendment])
const plan = {
  sections: [
    { key: 'lease', title: 'Le bail', question: 'Quel loyer du bail, quelle caution ?', sentences: 4 },
    {
      key: 'risks',
      title: 'Les litiges',
      question: 'Quel litige, quelles pénalités, quelles factures impayées ?',
      sentences: 4,
    },
  ],
}
await send('PUT', '/report-plan?language=fr', plan)
const wordsOf = async (id: string): Promise<string> => {
  const { raw } = await send('GET', `/reports/${id}/download`)
  const { parts } = await readArchive(raw, (name) => name.endsWith('.xml'))
  return [...parts.values()].join('\n').replace(/<[^>]+>/g, ' ')
}

test('twenty amounts invented by a lying model: none reaches the document', async () => {
  behave = (asked) => {
    if (isFacts(asked))
      return saying({
        facts: [
          // A quote that is not on the page; a true quote with a value that is not in it.
          ...invented
            .slice(0, 10)
            .map((value) => ({ kind: 'amount', label: 'Dette', value, quote: `Dette : ${value}` })),
          ...invented
            .slice(10)
            .map((value) => ({ kind: 'amount', label: 'Loyer', value, quote: 'Loyer mensuel' })),
        ],
      })
    return saying({
      sentences: [
        { text: firstSentence(asked), facts: ['S1'] },
        ...invented
          .slice(0, 10)
          .map((value) => ({ text: `La dette du client s’élève à ${value}.`, facts: ['S1'] })),
        ...invented.slice(10).map((value) => ({
          text: `Le client doit encore ${value} au bailleur.`,
          facts: ['F1', 'S1', 'S99'],
        })),
      ].slice(0, 20),
    })
  }
  const id = await ask({ client_id })
  const report = await ended(id)
  assert.equal(report.status, 'COMPLETED', JSON.stringify(report.log))
  assert.equal(report.method, 'model')
  const all = JSON.stringify(report.content) + (await wordsOf(id))
  for (const amount of invented) {
    assert.ok(!all.includes(amount), amount)
    assert.ok(!all.replace(/[\s\u00a0\u202f]/g, '').includes(amount.replace(/\s/g, '')), amount)
  }
  const sentences = report.content!.sections.flatMap((section) => section.sentences)
  assert.ok(sentences.some(({ origin }) => origin === 'written'))
  assert.ok(sentences.some(({ origin }) => origin === 'replaced'))
  assert.ok(sentences.every(({ sources }) => sources.length > 0))
  assert.match(await wordsOf(id), /\[phrase du document\]/)
  // Once is once: a section with doubts is asked for a second time, with what was wrong.
  const retries = model.asked.filter(({ prompt }) => prompt.includes('Your former answer'))
  assert.equal(retries.length, 2)
  assert.ok(retries[0]!.prompt.includes(invented[0]!.replace(' €', '')))
})

test('a model that dies in the middle leaves what is done; taken up again, only its section is asked for', async () => {
  let dead = true
  behave = (asked) => {
    if (isFacts(asked)) return saying({ facts: [] })
    const good = saying({ sentences: [{ text: firstSentence(asked), facts: ['S1'] }] })
    return dead && sectionOf(asked) === 'Les litiges' ? { ...good, dies_after: 25 } : good
  }
  const id = await ask({ client_id })
  const first = await ended(id)
  assert.equal(first.status, 'COMPLETED')
  const origins = (report: typeof first) =>
    report.content!.sections.map(({ sentences }) =>
      [...new Set(sentences.map(({ origin }) => origin))].join(),
    )
  assert.deepEqual(origins(first), ['written', 'extracted'])
  assert.ok(first.log.some(({ text }) => /Les litiges.*connexion au modèle/.test(text)))
  dead = false
  const before = model.asked.length
  await send('POST', `/reports/${id}/attempts`)
  const again = await ended(id)
  assert.deepEqual(origins(again), ['written', 'written'])
  assert.deepEqual(
    model.asked.slice(before).map(sectionOf),
    ['Les litiges'],
    'facts and the other section are kept',
  )
})

test('an answer cut for length is never taken for an answer', async () => {
  behave = (asked) =>
    isFacts(asked)
      ? saying({ facts: [] })
      : { ...saying({ sentences: [{ text: firstSentence(asked), facts: ['S1'] }] }), truncated: true }
  const report = await ended(await ask({ client_id, document_ids: [lease_id] }))
  assert.equal(report.status, 'COMPLETED')
  assert.equal(report.method, 'extractive')
})

test('cancelling closes the connection to the model within a second', async () => {
  behave = (asked) => (isFacts(asked) ? saying({ facts: [] }) : { text: '{"sentences": [', stalls: true })
  const id = await ask({ client_id, document_ids: [amendment_id] })
  await until('the model is writing', () => model.underway() === 1, { within_ms: 30_000 })
  await send('POST', `/reports/${id}/cancellation`)
  const since = performance.now()
  await until('the model is left alone', () => model.underway() === 0)
  // Not a measure of speed: the wait inside is a fixed one.
  assert.ok(performance.now() - since < 5_000)
  assert.equal((await cabinet.report(id)).status, 'CANCELLED')
})

test('facts of a model count when their words stand on the page', async () => {
  behave = (asked) =>
    isFacts(asked)
      ? saying({
          facts: [
            {
              kind: 'amount',
              label: 'Caution',
              value: 'deux mois de loyer',
              quote: 'une caution égale à deux mois de loyer',
            },
            {
              kind: 'amount',
              label: 'Caution',
              value: 'trois mois de loyer',
              quote: 'une caution égale à trois mois de loyer',
            },
          ],
        })
      : saying({ sentences: [] })
  // Another page, or the answer kept from before would be taken.
  const own = await cabinet.document('Bail 2.pdf', [`${lease}\nAnnexe.`])
  const report = await ended(await ask({ client_id, document_ids: [own] }))
  const values = report.content!.facts.map(({ shown }) => shown)
  assert.ok(values.includes('deux mois de loyer') && !values.includes('trois mois de loyer'))
})
