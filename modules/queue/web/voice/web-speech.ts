import type { Speech } from './player.ts'

/** Android announces its list of voices late; some browsers never do and speak all the same. */
const VOICES_PATIENCE_MS = 2_000

/** An engine that was just cancelled drops what it is told at once. */
const SETTLE_MS = 250

const TAGS = { fr: 'fr-FR', en: 'en-GB' } as const

/** The browser's own voice, where there is one. */
export function createWebSpeech(): Speech {
  const engine = globalThis.speechSynthesis as SpeechSynthesis | undefined
  // Held here, because Chromium forgets an utterance that nobody holds, and then never says it ended.
  let current: { utterance: SpeechSynthesisUtterance; stop: () => void } | null = null
  let stops = 0
  let listing: Promise<unknown> | null = null

  return {
    unlock() {
      // Safari only lets a page speak later when it has spoken, be it nothing, during a gesture.
      if (engine && !engine.speaking) engine.speak(new SpeechSynthesisUtterance(''))
    },
    async speak(text, language) {
      if (!engine) return 'failed'
      const before = stops
      // Waited for once: where no list ever comes, every sentence would be late otherwise.
      await (listing ??= voicesListed(engine))
      const voices = engine.getVoices()
      if (engine.speaking || engine.pending) {
        engine.cancel()
        await new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
      }
      if (stops !== before) return 'failed'
      const utterance = new SpeechSynthesisUtterance(text)
      utterance.lang = TAGS[language]
      utterance.rate = 0.95
      const voice = bestVoice(voices, language)
      // A French sentence in an English voice misleads more than silence.
      if (voices.length > 0 && !voice) return 'failed'
      if (voice) utterance.voice = voice

      return new Promise((resolve) => {
        const finish = (outcome: 'said' | 'not_allowed' | 'failed') => {
          clearTimeout(watchdog)
          current = null
          resolve(outcome)
        }
        // Engines sometimes swallow an utterance without any event: the queue behind it must go on.
        const watchdog = setTimeout(
          () => {
            engine.cancel()
            finish('failed')
          },
          4_000 + text.length * 120,
        )
        current = { utterance, stop: () => finish('failed') }
        utterance.addEventListener('end', () => finish('said'))
        utterance.addEventListener('error', (event) =>
          finish(event.error === 'not-allowed' ? 'not_allowed' : 'failed'),
        )
        engine.speak(utterance)
      })
    },
    stop() {
      stops++
      engine?.cancel()
      current?.stop()
    },
  }
}

function voicesListed(engine: SpeechSynthesis): Promise<void> {
  if (engine.getVoices().length > 0) return Promise.resolve()
  return new Promise((resolve) => {
    engine.addEventListener('voiceschanged', () => resolve(), { once: true })
    setTimeout(resolve, VOICES_PATIENCE_MS)
  })
}

/** A voice on the device is preferred: the others need the network for every sentence. */
function bestVoice(voices: SpeechSynthesisVoice[], language: string): SpeechSynthesisVoice | undefined {
  const able = voices.filter((voice) => voice.lang.toLowerCase().startsWith(language))
  return able.find((voice) => voice.localService) ?? able[0]
}
