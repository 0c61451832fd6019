import type { Clip, Language, SpriteClips } from './compose.ts'
import type { Sink } from './player.ts'

/** The sprites are recorded at this rate; decoding at the device's rate would double their memory. */
const SAMPLE_RATE = 22_050

/** Browsers leave `resume()` pending for ever when they refuse it, instead of rejecting. */
const UNLOCK_PATIENCE_MS = 1_000

interface Decoded {
  buffer: AudioBuffer
  clips: SpriteClips
  /** Seconds to add to every position. */
  shift: number
}

/** Plays clips through Web Audio, on its own clock: sounds follow each other to the sample, and never overlap. */
export function createWebAudioSink(): Sink {
  const sprites = new Map<Language, Decoded>()
  const playing = new Set<AudioBufferSourceNode>()
  let context: AudioContext | null = null
  let free_at = 0
  let changed: () => void = () => {}

  // Browsers complain about a context made before the first gesture.
  function opened(): AudioContext {
    if (context) return context
    try {
      context = new AudioContext({ sampleRate: SAMPLE_RATE, latencyHint: 'playback' })
    } catch {
      context = new AudioContext() // some televisions only accept their own rate
    }
    context.addEventListener('statechange', () => changed())
    return context
  }

  return {
    async unlock() {
      const resumed = opened().resume()
      await Promise.race([resumed, new Promise((resolve) => setTimeout(resolve, UNLOCK_PATIENCE_MS))])
    },
    isRunning: () => context?.state === 'running',
    onChange(listener) {
      changed = listener
    },
    async learn(language, { audio, clips }) {
      // Decoding takes the bytes away from their owner, who may keep them for a second attempt.
      const buffer = await opened().decodeAudioData(audio.slice(0))
      sprites.set(language, { buffer, clips, shift: decoderShift(buffer, clips) })
    },
    play(clips) {
      const { currentTime } = opened()
      let at = Math.max(free_at, currentTime + 0.02)
      for (const clip of clips) at += start(opened(), clip, at)
      free_at = at
      return (at - currentTime) * 1000
    },
    stop() {
      for (const source of playing) source.stop()
      playing.clear()
      free_at = 0
    },
  }

  function start(context: AudioContext, clip: Clip, at: number): number {
    const sprite = sprites.get(clip.language)
    const position = sprite?.clips[clip.name]
    if (!sprite || !position) throw new Error(`no clip ${clip.language}/${clip.name}`)
    const [start_ms, duration_ms] = position
    const source = context.createBufferSource()
    source.buffer = sprite.buffer
    source.connect(context.destination)
    playing.add(source)
    source.addEventListener('ended', () => {
      source.disconnect()
      playing.delete(source)
    })
    source.start(at, start_ms / 1000 + sprite.shift, duration_ms / 1000)
    return (duration_ms + clip.pause_ms) / 1000
  }
}

/**
 * MP3 decoders begin up to 50 ms late unless they honour the encoder's note about it. The chime comes first
 * in the sprite and starts sharply, so its place tells how late this browser is.
 */
export function decoderShift(
  buffer: Pick<AudioBuffer, 'sampleRate' | 'getChannelData'>,
  clips: SpriteClips,
): number {
  const [start_ms] = clips['chime'] ?? [0]
  const expected = start_ms / 1000
  const samples = buffer.getChannelData(0).subarray(0, Math.round((expected + 0.3) * buffer.sampleRate))
  const first = samples.findIndex((value) => Math.abs(value) > 0.02)
  return first === -1 ? 0 : first / buffer.sampleRate - expected
}
