import assert from 'node:assert/strict'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { announcement, chime, COUNTER_WORDS, LANGUAGES, sentence, ticketAlone } from './compose.ts'
import type { Clip, Language, SpriteClips } from './compose.ts'
import { vocabulary } from './vocabulary.ts'

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('')
const SPRITES: Record<Language, SpriteClips> = { fr: sprite('fr'), en: sprite('en') }

function sprite(language: Language): SpriteClips {
  return JSON.parse(readFileSync(join(import.meta.dirname, `${language}.json`), 'utf8')) as SpriteClips
}

/** Milliseconds, or a failure naming the clip that was never recorded. */
function lengthOf(clips: readonly Clip[]): number {
  return clips.reduce((sum, clip) => {
    const position = SPRITES[clip.language][clip.name]
    assert.ok(position, `no clip ${clip.language}/${clip.name}`)
    return sum + position[1] + clip.pause_ms
  }, 0)
}

function names(clips: Clip[] | null): string[] | undefined {
  return clips?.map((clip) => clip.name)
}

describe('the sprites', () => {
  for (const language of LANGUAGES) {
    it(`hold every word of the vocabulary, apart from each other, in ${language}`, () => {
      const positions = SPRITES[language]
      assert.deepEqual(Object.keys(positions), ['chime', 'ding', ...Object.keys(vocabulary(language))])
      let end = 0
      for (const [start_ms, duration_ms] of Object.values(positions)) {
        assert.ok(start_ms >= end + 50)
        assert.ok(duration_ms > 150 && duration_ms < 1_500)
        end = start_ms + duration_ms
      }
      // 24 kbit/s are 3 bytes a millisecond: the recording is as long as its index says.
      const bytes = statSync(join(import.meta.dirname, `${language}.mp3`)).size
      assert.ok(Math.abs(bytes / 3 - end) < 1_000 && bytes < 450 * 1024)
    })
  }
})

describe('announcement', () => {
  it('says every ticket A000 to Z999 and every counter 1 to 99 from clips, in less than 8 s', () => {
    for (const language of LANGUAGES) {
      const opening = lengthOf(chime(language, 'chime'))
      const after = (ticket: string, label: string) =>
        lengthOf(announcement(language, { number: ticket, counter_label: label }) ?? assert.fail(label)) -
        lengthOf(ticketAlone(language, ticket) ?? assert.fail(ticket))
      const numbers = Array.from({ length: 99 }, (_, at) => at + 1)
      const labels = COUNTER_WORDS.flatMap((word) => numbers.map((number) => `${word} ${number}`))
      const longest_counter = Math.max(...labels.map((label) => after('A000', label)))
      for (const letter of LETTERS) {
        for (let number = 0; number <= 999; number++) {
          const ticket = ticketAlone(language, letter + String(number).padStart(3, '0'))
          assert.ok(
            opening + lengthOf(ticket ?? assert.fail()) + longest_counter < 8_000,
            `${letter}${number}`,
          )
        }
      }
    }
  })

  it('says any prefix with any counter', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...LANGUAGES),
        fc.array(fc.constantFrom(...LETTERS), { maxLength: 3 }),
        fc.integer({ min: 0, max: 999 }),
        fc.constantFrom(
          'Guichet',
          'guichet',
          'BOX',
          'Salle',
          'Bureau',
          'Caisse',
          'Counter',
          'Room',
          'Desk',
          'Cash desk',
        ),
        fc.oneof(fc.integer({ min: 1, max: 999 }).map(String), fc.constantFrom(...LETTERS)),
        (language, prefix, number, word, mark) => {
          const spoken = {
            number: prefix.join('') + String(number).padStart(3, '0'),
            counter_label: `${word} ${mark}`,
          }
          const full = announcement(language, spoken)
          const brief = announcement(language, spoken, 'brief')
          assert.ok(full && brief)
          assert.ok(full.every((clip) => clip.language === language))
          assert.ok(lengthOf(brief) < lengthOf(full) && lengthOf(full) < 8_000)
        },
      ),
    )
  })

  it('leaves leading zeros unsaid and ends with a falling voice', () => {
    assert.deepEqual(names(announcement('fr', { number: 'A042', counter_label: 'Guichet 3' })), [
      'ticket',
      'letter_A',
      'number_42',
      'go_to_guichet',
      'number_3_end',
    ])
    assert.deepEqual(names(announcement('fr', { number: 'A007', counter_label: 'Box B' }, 'brief')), [
      'letter_A',
      'number_7',
      'word_box',
      'letter_B_end',
    ])
  })

  it('joins hundreds to their rest, and leaves round hundreds alone', () => {
    assert.deepEqual(names(ticketAlone('fr', 'B203')), ['ticket', 'letter_B', 'hundred_2_and', 'number_3'])
    assert.deepEqual(names(ticketAlone('en', 'KR400')), ['ticket', 'letter_K', 'letter_R', 'hundred_4'])
    assert.deepEqual(names(ticketAlone('en', 'A000')), ['ticket', 'letter_A', 'number_0'])
  })

  it('reads a counter as it is written on doors', () => {
    const expected = names(announcement('fr', { number: 'A1', counter_label: 'Guichet 3' }))
    for (const counter_label of [
      'guichet 03',
      ' GUICHET  3 ',
      'Guichet n° 3',
      'Guichet nº3',
      'Counter 3',
      'Guichet\u00a03',
    ]) {
      assert.deepEqual(names(announcement('fr', { number: 'A1', counter_label })), expected, counter_label)
    }
  })

  it('says nothing from clips that it cannot say whole', () => {
    for (const counter_label of [
      'Accueil',
      'Guichet',
      'Guichet rouge',
      'Boxe',
      'Quai 3',
      'constructor 3',
      'Guichet 1000',
      '3',
      '',
    ]) {
      assert.equal(announcement('fr', { number: 'A042', counter_label }), null, counter_label)
    }
    for (const number of ['A1000', 'ABCD1', 'É12', 'A', '', 'A-1-2']) {
      assert.equal(announcement('en', { number, counter_label: 'Counter 1' }), null, number)
    }
  })

  it('never throws, whatever is written on the door', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...LANGUAGES),
        fc.string(),
        fc.string(),
        (language, number, counter_label) => {
          announcement(language, { number, counter_label })
          assert.ok(sentence(language, { number, counter_label }).startsWith('Ticket'))
        },
      ),
    )
  })
})

describe('sentence', () => {
  it('writes what the clips say', () => {
    const spoken = { number: 'AB042', counter_label: 'Salle 2' }
    assert.equal(sentence('fr', spoken), 'Ticket A B 42 est attendu en salle 2.')
    assert.equal(sentence('en', spoken), 'Ticket A B 42, please go to room 2.')
  })

  it('keeps the name of a counter it does not know', () => {
    const spoken = { number: 'A042', counter_label: 'Accueil' }
    assert.equal(sentence('fr', spoken), 'Ticket A 42 : Accueil.')
    assert.equal(sentence('en', spoken), 'Ticket A 42, please go to Accueil.')
  })
})

it('the words of inspection lines and consulting rooms are recorded', () => {
  for (const counter_label of ['Ligne 1', 'Ligne 12', 'Cabinet 2']) {
    for (const language of ['fr', 'en'] as const) {
      assert.notEqual(announcement(language, { number: 'A042', counter_label }), null, counter_label)
    }
  }
  assert.match(sentence('fr', { number: 'A042', counter_label: 'Ligne 1' }), /à la ligne 1/)
})
