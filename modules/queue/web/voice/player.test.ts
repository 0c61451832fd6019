import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import fc from 'fast-check'
import type { Clip, Language, SpriteClips } from './compose.ts'
import { createVoice } from './player.ts'
import type { Clock, Sink, Speech, Sprite, VoiceOptions, VoiceState } from './player.ts'

const BOTH: Language[] = ['fr', 'en']
const CLIPS = { fr: sprite('fr').clips, en: sprite('en').clips }

function sprite(language: Language): Sprite {
  const clips = JSON.parse(readFileSync(join(import.meta.dirname, `${language}.json`), 'utf8')) as SpriteClips
  return { audio: new ArrayBuffer(0), clips }
}

/** A clock that stands still until it is told to go. */
function manualClock() {
  let now = 0
  let timers: { at: number; run: () => void }[] = []
  const clock: Clock = { now: () => now, after: (ms, run) => void timers.push({ at: now + ms, run }) }
  return {
    ...clock,
    async advance(ms: number) {
      const end = now + ms
      await setImmediate()
      for (;;) {
        const next = timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0]
        if (!next) break
        timers = timers.filter((timer) => timer !== next)
        now = Math.max(now, next.at)
        next.run()
        await setImmediate()
      }
      now = end
    },
  }
}

interface Heard {
  from: number
  until: number
  names: string[]
  language: Language
}

function fakeHall(options: Partial<VoiceOptions> = {}) {
  const clock = manualClock()
  const heard: Heard[] = []
  const read_aloud: string[] = []
  const states: VoiceState[] = []
  let running = false
  let allowed = true
  let changed = () => {}
  const sink: Sink = {
    async unlock() {
      running = allowed
    },
    isRunning: () => running,
    onChange(listener) {
      changed = listener
    },
    async learn() {},
    play(clips: readonly Clip[]) {
      const duration = clips.reduce((sum, { language, name, pause_ms }) => {
        return sum + (CLIPS[language][name]?.[1] ?? assert.fail(name)) + pause_ms
      }, 0)
      const language = clips[0]?.language ?? assert.fail()
      heard.push({
        from: clock.now(),
        until: clock.now() + duration,
        names: clips.map((clip) => clip.name),
        language,
      })
      return duration
    },
    stop() {},
  }
  const speech: Speech = {
    unlock() {},
    async speak(text) {
      read_aloud.push(text)
      await new Promise<void>((resolve) => clock.after(3_000, resolve))
      return 'said'
    },
    stop() {},
  }
  const voice = createVoice({
    languages: BOTH,
    load: async (language) => sprite(language),
    onState: (state) => states.push(state),
    sink,
    speech,
    clock,
    ...options,
  })
  return {
    voice,
    clock,
    heard,
    read_aloud,
    states,
    refuse() {
      allowed = false
    },
    setRunning(value: boolean) {
      running = value
      changed()
    },
  }
}

function ticket(at: number, counter_label = 'Guichet 3') {
  return { ticket_id: `t${at}`, number: `A${String(at).padStart(3, '0')}`, counter_label }
}

/** The sentences heard, without chimes: "fr 42". */
function sentences(heard: Heard[]): string[] {
  return heard
    .filter(({ names }) => names.length > 1)
    .map(({ language, names }) => `${language} ${names.find((name) => name.startsWith('number'))?.slice(7)}`)
}

function assertOneAtATime(heard: Heard[]) {
  for (const [at, { from }] of heard.entries())
    assert.ok(from >= (heard[at - 1]?.until ?? 0), `overlap at ${at}`)
}

describe('the voice of the hall', () => {
  it('rings, then says the call in each language, twice', async () => {
    const { voice, clock, heard, states } = fakeHall()
    await voice.enable()
    voice.say(ticket(42))
    await clock.advance(799)
    assert.equal(heard.length, 0)
    await clock.advance(30_000)
    assert.deepEqual(heard[0]?.names, ['chime'])
    assert.deepEqual(sentences(heard), ['fr 42', 'en 42', 'fr 42', 'en 42'])
    assertOneAtATime(heard)
    assert.deepEqual(states, ['off', 'on'])
  })

  it('says all of 50 calls in 60 s, one at a time, in order, and shortens them', async () => {
    const { voice, clock, heard } = fakeHall()
    await voice.enable()
    for (let at = 1; at <= 50; at++) {
      voice.say(ticket(at, `Guichet ${(at % 12) + 1}`))
      await clock.advance(1_200)
    }
    await clock.advance(600_000)
    const said = sentences(heard)
    const expected = Array.from({ length: 50 }, (_, at) => [`fr ${at + 1}`, `en ${at + 1}`]).flat()
    assert.deepEqual([...new Set(said)], expected)
    assertOneAtATime(heard)
    const ended = Math.max(...heard.map(({ until }) => until))
    assert.ok(ended < 300_000, `the last word is heard after ${Math.round(ended / 1000)} s`)
  })

  it('keeps pace with a call every 6 s in two languages', async () => {
    const { voice, clock, heard } = fakeHall()
    await voice.enable()
    const called_at = new Map<string, number>()
    for (let at = 1; at <= 99; at++) {
      called_at.set(`fr ${at}`, clock.now())
      voice.say(ticket(at))
      await clock.advance(6_000)
    }
    await clock.advance(600_000)
    for (const [sentence, since] of called_at) {
      const spoken = heard.find((each) => sentences([each])[0] === sentence) ?? assert.fail(sentence)
      assert.ok(spoken.from - since < 25_000, `${sentence} waited ${spoken.from - since} ms`)
    }
  })

  it('gives up the repeat when others are called meanwhile', async () => {
    const { voice, clock, heard } = fakeHall()
    await voice.enable()
    voice.say(ticket(1))
    await clock.advance(3_000)
    voice.say(ticket(2))
    await clock.advance(60_000)
    assert.deepEqual(sentences(heard), ['fr 1', 'en 1', 'fr 2', 'en 2', 'fr 2', 'en 2'])
  })

  it('never says a call that was undone in time, and does not repeat one undone late', async () => {
    const { voice, clock, heard } = fakeHall()
    await voice.enable()
    voice.say(ticket(1))
    await clock.advance(700)
    voice.retract('t1')
    await clock.advance(20_000)
    assert.equal(heard.length, 0)
    voice.say(ticket(2))
    await clock.advance(800 + 1_300 + 500)
    voice.retract('t2')
    await clock.advance(20_000)
    assert.deepEqual(sentences(heard), ['fr 2'])
  })

  it('reads aloud what was never recorded, after the chime', async () => {
    const { voice, clock, heard, read_aloud } = fakeHall({ languages: ['fr'] })
    await voice.enable()
    voice.say(ticket(1, 'Accueil'))
    await clock.advance(20_000)
    assert.deepEqual(
      heard.map(({ names }) => names),
      [['chime']],
    )
    assert.deepEqual(read_aloud, ['Ticket A 1 : Accueil.', 'Ticket A 1 : Accueil.'])
  })

  it('says at least the number when the browser has no voice', async () => {
    const mute: Speech = { unlock() {}, speak: async () => 'not_allowed', stop() {} }
    const { voice, clock, heard, states } = fakeHall({ languages: ['fr'], speech: mute })
    await voice.enable()
    voice.say(ticket(1, 'Accueil'))
    await clock.advance(20_000)
    assert.deepEqual(heard[1]?.names, ['ticket', 'letter_A', 'number_1'])
    assert.deepEqual(states, ['off', 'on'])
  })

  it('shows that nothing is heard when there are neither clips nor a voice, and goes on trying', async () => {
    const warn = console.warn
    console.warn = () => {}
    try {
      let online = false
      const { voice, clock, heard, states } = fakeHall({
        languages: ['fr'],
        speech: { unlock() {}, speak: async () => 'failed', stop() {} },
        load: async (language) => (online ? sprite(language) : Promise.reject(new Error('offline'))),
      })
      await voice.enable()
      voice.say(ticket(1))
      await clock.advance(20_000)
      assert.deepEqual(states, ['off', 'on', 'blocked'])
      online = true
      voice.say(ticket(2))
      await clock.advance(20_000)
      assert.deepEqual(sentences(heard), ['fr 2', 'fr 2'])
      assert.deepEqual(states, ['off', 'on', 'blocked', 'on'])
    } finally {
      console.warn = warn
    }
  })

  it('does not wait for ever for a network that stalls', async () => {
    const { voice, clock, read_aloud } = fakeHall({ languages: ['fr'], load: () => new Promise(() => {}) })
    await voice.enable()
    voice.say(ticket(1))
    await clock.advance(6_000)
    assert.deepEqual(read_aloud, ['Ticket A 1 est attendu au guichet 3.'])
  })

  it('keeps recent calls while the browser refuses sound, and drops the old ones', async () => {
    const hall = fakeHall({ languages: ['fr'] })
    hall.refuse()
    await hall.voice.enable()
    assert.deepEqual(hall.states, ['off', 'blocked'])
    hall.voice.say(ticket(1))
    await hall.clock.advance(50_000)
    hall.voice.say(ticket(2))
    await hall.clock.advance(20_000)
    hall.setRunning(true)
    await hall.clock.advance(30_000)
    assert.deepEqual(sentences(hall.heard), ['fr 2', 'fr 2'])
    assert.deepEqual(hall.states, ['off', 'blocked', 'on'])
  })

  it('goes on where it was when the system takes the sound away for a moment', async () => {
    const hall = fakeHall()
    await hall.voice.enable()
    hall.voice.say(ticket(1))
    await hall.clock.advance(3_000)
    hall.setRunning(false)
    await hall.clock.advance(20_000)
    assert.deepEqual(sentences(hall.heard), ['fr 1'])
    hall.setRunning(true)
    await hall.clock.advance(20_000)
    assert.deepEqual(sentences(hall.heard), ['fr 1', 'en 1', 'fr 1', 'en 1'])
    assert.deepEqual(hall.states, ['off', 'on', 'blocked', 'on'])
  })

  it('is silent when muted, in the middle of a call too, and forgets what it had to say', async () => {
    const { voice, clock, heard, states } = fakeHall()
    voice.say(ticket(1))
    await voice.enable()
    voice.say(ticket(2))
    voice.say(ticket(3))
    await clock.advance(3_000)
    voice.mute()
    await clock.advance(30_000)
    assert.deepEqual(sentences(heard), ['fr 2'])
    await voice.enable()
    voice.say(ticket(4))
    await clock.advance(30_000)
    assert.deepEqual(sentences(heard), ['fr 2', 'fr 4', 'en 4', 'fr 4', 'en 4'])
    assert.deepEqual(states, ['off', 'on', 'off', 'on'])
  })

  it('loses nothing and overlaps nothing, whatever the rhythm, the undos and the interruptions', async () => {
    const event = fc.record({
      after_ms: fc.nat(6_000),
      what: fc.constantFrom('say', 'say', 'say', 'say', 'undo', 'interrupt'),
      counter_label: fc.constantFrom('Guichet 3', 'Box B', 'Salle 101', 'Accueil'),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 40 }), async (events) => {
        const hall = fakeHall()
        await hall.voice.enable()
        const due = new Set<string>()
        let called = 0
        for (const { after_ms, what, counter_label } of events) {
          if (what === 'say') {
            hall.voice.say(ticket(++called, counter_label))
            due.add(`A ${called}`)
          } else if (what === 'undo') {
            hall.voice.retract(`t${called}`)
            due.delete(`A ${called}`)
          } else {
            hall.setRunning(false)
            await hall.clock.advance(2_000)
            hall.setRunning(true)
          }
          await hall.clock.advance(after_ms)
        }
        await hall.clock.advance(900_000)
        assertOneAtATime(hall.heard)
        const said = [
          ...sentences(hall.heard).map((text) => `A ${text.slice(3)}`),
          ...hall.read_aloud.map((text) => /A \d+/.exec(text)?.[0]),
        ]
        for (const number of due) assert.ok(said.filter((each) => each === number).length >= 2, number)
      }),
      { numRuns: 40 },
    )
  })
})
