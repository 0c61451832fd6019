import { announcement, chime, sentence, ticketAlone } from './compose.ts'
import type { Clip, Language, SpriteClips } from './compose.ts'
import { nextStep, paceFor, STALE_MS, withCall, withoutStale, withoutTicket } from './player-queue.ts'
import type { Call, CallQueue, Pace } from './player-queue.ts'
import { createWebAudioSink } from './web-audio.ts'
import { createWebSpeech } from './web-speech.ts'

/** `off`: nobody asked for sound. `blocked`: it was asked for, and the browser keeps the page silent. */
export type VoiceState = 'off' | 'on' | 'blocked'

export interface Sprite {
  audio: ArrayBuffer
  clips: SpriteClips
}

/** Where clips are heard. It never plays two at once: what comes early waits its turn. */
export interface Sink {
  /** Asks the browser for sound; has to be called from a press or a key. */
  unlock(): Promise<void>
  isRunning(): boolean
  onChange(listener: () => void): void
  learn(language: Language, sprite: Sprite): Promise<void>
  /** Plays the clips in order and answers how many milliseconds from now they end. */
  play(clips: readonly Clip[]): number
  stop(): void
}

/** The browser's own voice, for what was never recorded. */
export interface Speech {
  unlock(): void
  speak(text: string, language: Language): Promise<'said' | 'not_allowed' | 'failed'>
  stop(): void
}

export interface Clock {
  now(): number
  after(ms: number, run: () => void): void
}

export interface VoiceOptions {
  /** In the order they are said. */
  languages: readonly Language[]
  load: (language: Language) => Promise<Sprite>
  onState: (state: VoiceState) => void
  sink?: Sink
  speech?: Speech
  clock?: Clock
}

export interface Voice {
  say(call: Call): void
  /** For an undone call: it is not said, or not said again. */
  retract(ticket_id: string): void
  /** Has to be called from a press or a key, or the browser keeps the page silent. */
  enable(): Promise<void>
  mute(): void
}

const LOADING_PATIENCE_MS = 4_000

const SYSTEM_CLOCK: Clock = { now: () => performance.now(), after: (ms, run) => void setTimeout(run, ms) }

/**
 * Says the calls of the hall display one after the other: the chime, then each language in turn, twice.
 * The second round is given up when other people have been called meanwhile, so nobody waits for a repeat.
 */
export function createVoice(options: VoiceOptions): Voice {
  const { languages, load, onState } = options
  const sink = options.sink ?? createWebAudioSink()
  const speech = options.speech ?? createWebSpeech()
  const clock = options.clock ?? SYSTEM_CLOCK

  const learned = new Map<Language, SpriteClips>()
  const learning = new Map<Language, Promise<void>>()
  const slow = new Set<Language>()
  let queue: CallQueue = []
  let wanted = false
  let unheard = false
  let speaking = false
  let current: { call: Call; given_up: boolean } | null = null
  let state: VoiceState | null = null
  const resumed: (() => void)[] = []

  const pause = (ms: number) => new Promise<void>((resolve) => clock.after(ms, resolve))
  const audible = () => wanted && sink.isRunning()

  function refresh(): void {
    const next = wanted ? (sink.isRunning() && !unheard ? 'on' : 'blocked') : 'off'
    const was = state
    state = next
    if (was !== next) onState(next)
    if (!wanted || sink.isRunning()) {
      for (const resume of resumed.splice(0)) resume()
    }
    if (audible() && !speaking) {
      queue = withoutStale(queue, clock.now())
      void speakAll()
    }
  }

  async function speakAll(): Promise<void> {
    if (speaking) return
    speaking = true
    try {
      while (audible()) {
        const step = nextStep(queue, clock.now())
        if (step.kind === 'wait') clock.after(step.until - clock.now(), () => void speakAll())
        if (step.kind !== 'speak') break
        queue = step.queue
        await announce(step.call, step.pace)
      }
    } finally {
      speaking = false
    }
  }

  async function announce(call: Call, pace: Pace): Promise<void> {
    const mine = { call, given_up: false }
    current = mine
    try {
      const opened = await anyLearned()
      if (opened && !mine.given_up) await played(chime(opened, pace.opening))
      for (let pass = 1; pass <= pace.passes; pass++) {
        if (pass > 1 && paceFor(queue.length).passes < pass) break
        for (const language of languages) {
          await whenHeard(mine)
          if (mine.given_up) return
          const heard = await utter(language, mine, pace)
          if (mine.given_up) return
          if (unheard === heard) {
            unheard = !heard
            refresh()
          }
          await pause(pace.gap_ms)
        }
      }
    } catch (error) {
      // One call that fails must not silence those behind it.
      console.error('voice', error)
    } finally {
      current = null
    }
  }

  async function utter(
    language: Language,
    mine: { call: Call; given_up: boolean },
    pace: Pace,
  ): Promise<boolean> {
    const { call } = mine
    const ready = await learnt(language)
    const clips = ready ? announcement(language, call, pace.form) : null
    if (clips && isRecorded(clips)) return played(clips)
    if ((await speech.speak(sentence(language, call), language)) === 'said') return true
    const number = ready ? ticketAlone(language, call.number) : null
    return !mine.given_up && number !== null && isRecorded(number) && played(number)
  }

  async function played(clips: readonly Clip[]): Promise<true> {
    await pause(sink.play(clips))
    return true
  }

  /** A sprite newer or older than this code may lack a clip. */
  function isRecorded(clips: readonly Clip[]): boolean {
    return clips.every((clip) => learned.get(clip.language)?.[clip.name] !== undefined)
  }

  /** The system may take the sound away in the middle of a call, and give it back much later. */
  async function whenHeard(mine: { given_up: boolean }): Promise<void> {
    if (audible() || !wanted) return
    const since = clock.now()
    await new Promise<void>((resolve) => resumed.push(resolve))
    if (clock.now() - since <= STALE_MS) return
    mine.given_up = true
    queue = withoutStale(queue, clock.now())
  }

  /** A failed load is tried again at the next call. */
  function learn(language: Language): Promise<void> {
    let attempt = learning.get(language)
    if (!attempt) {
      attempt = load(language)
        .then(async (sprite) => {
          await sink.learn(language, sprite)
          learned.set(language, sprite.clips)
        })
        .catch((error: unknown) => {
          learning.delete(language)
          slow.delete(language)
          console.warn('voice: no recorded clips', language, error)
        })
      learning.set(language, attempt)
    }
    return attempt
  }

  async function learnt(language: Language): Promise<boolean> {
    const loading = learned.has(language) ? null : learn(language)
    if (loading && !slow.has(language)) {
      // Waited for once: on a stalled network, every call would be late otherwise.
      slow.add(language)
      await Promise.race([loading, pause(LOADING_PATIENCE_MS)])
    }
    return learned.has(language)
  }

  async function anyLearned(): Promise<Language | undefined> {
    for (const language of languages) if (await learnt(language)) return language
    return undefined
  }

  sink.onChange(refresh)
  refresh()

  return {
    say(call) {
      if (!wanted) return
      queue = withCall(queue, call, clock.now())
      void speakAll()
    },
    retract(ticket_id) {
      queue = withoutTicket(queue, ticket_id)
      // The sentence being said is finished: half a number would be worse than a number too many.
      if (current?.call.ticket_id === ticket_id) current.given_up = true
    },
    async enable() {
      wanted = true
      speech.unlock()
      const unlocked = sink.unlock()
      for (const language of languages) void learn(language)
      await unlocked
      refresh()
    },
    mute() {
      wanted = false
      queue = []
      if (current) current.given_up = true
      sink.stop()
      speech.stop()
      refresh()
    },
  }
}
