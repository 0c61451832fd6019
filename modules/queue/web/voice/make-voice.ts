/**
 * Makes the recorded voice of the hall display again: one sprite per language, beside this file.
 * Needs espeak-ng, sox and ffmpeg (with libmp3lame) on the path. See docs/voice.md.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LANGUAGES, type Language, type SpriteClips } from './compose.ts'
import { vocabulary, type Utterance } from './vocabulary.ts'

const RATE = 22_050
/** Long enough for the echo of the codec's blocks to die between two clips. */
const GAP_MS = 60
const FOLDER = import.meta.dirname

// The short names matter: after the full ones ("fr-fr+f1") the variant is silently ignored.
const VOICES: Record<Language, string> = { fr: 'fr+f1', en: 'en+f1' }
const WORDS_PER_MINUTE: Record<Language, number> = { fr: 150, en: 165 }

// Below 120 Hz a ceiling loudspeaker only rumbles; around 2.8 kHz consonants pass through a noisy room.
// The compressor narrows the 16 dB between the peaks of this voice and its mean. Without dither (-D),
// which is random, the sprite comes out the same every time.
const SOX =
  `-D --ignore-length -t wav - -t raw -e signed -b 16 -r ${RATE} -c 1 -` +
  ' gain -6 highpass 120 equalizer 2800 1.1q +5 compand 0.004,0.08 6:-70,-70,-30,-24,-18,-15,0,-9'

/** Loudness of the loud parts of every clip, relative to full scale. */
const LEVEL_DB = -16
const CEILING_DB = -2

for (const language of LANGUAGES) {
  const clips: [name: string, sound: Float32Array][] = [
    ['chime', levelled(bell([783.99, 659.26], 0.34, 1.15), LEVEL_DB - 3)],
    ['ding', levelled(bell([783.99], 0.34, 0.45), LEVEL_DB - 3)],
  ]
  for (const [name, utterance] of Object.entries(vocabulary(language))) {
    clips.push([name, levelled(trimmed(spoken(language, utterance)), LEVEL_DB)])
  }
  const { samples, offsets } = packed(clips)
  encode(samples, join(FOLDER, `${language}.mp3`))
  const lines = Object.entries(offsets).map(
    ([name, at]) => `  ${JSON.stringify(name)}: ${JSON.stringify(at)}`,
  )
  writeFileSync(join(FOLDER, `${language}.json`), `{\n${lines.join(',\n')}\n}\n`)
  process.stdout.write(`${language}: ${clips.length} clips, ${Math.round(samples.length / RATE)} s\n`)
}

function spoken(language: Language, { text, tone }: Utterance): Float32Array {
  const speed = String(WORDS_PER_MINUTE[language])
  // Unpunctuated text falls at the end; a full stop would turn "A" into an abbreviation in English.
  const ending = tone === 'open' ? ',' : ''
  const wave = execFileSync('espeak-ng', [
    '-v',
    VOICES[language],
    '-s',
    speed,
    '-a',
    '70',
    '--stdout',
    text + ending,
  ])
  const raw = execFileSync('sox', SOX.split(' '), { input: wave, stdio: ['pipe', 'pipe', 'inherit'] })
  return Float32Array.from({ length: raw.length / 2 }, (_, at) => raw.readInt16LE(at * 2) / 32_768)
}

/** Cuts the silence, keeping faint beginnings (f, s, h) and a short fade so that no edge clicks. */
function trimmed(sound: Float32Array): Float32Array {
  const threshold = peakOf(sound) * 10 ** (-46 / 20)
  const first = sound.findIndex((value) => Math.abs(value) > threshold)
  const last = sound.findLastIndex((value) => Math.abs(value) > threshold)
  if (first === -1) throw new Error('the synthesiser said nothing')
  const margin = RATE * 0.008
  const kept = sound.slice(Math.max(0, first - margin), last + margin)
  const fade = Math.round(RATE * 0.004)
  for (let at = 0; at < fade; at++) {
    kept[at] = kept[at]! * (at / fade)
    kept[kept.length - 1 - at] = kept[kept.length - 1 - at]! * (at / fade)
  }
  return kept
}

/** Brings the loud parts to the same level; the few peaks above the ceiling are turned down, not cut. */
function levelled(sound: Float32Array, level_db: number): Float32Array {
  const frame = RATE / 50
  const powers: number[] = []
  for (let at = 0; at + frame <= sound.length; at += frame) {
    const values = sound.subarray(at, at + frame)
    powers.push(values.reduce((sum, value) => sum + value * value, 0) / frame)
  }
  const loudest = Math.max(...powers)
  const loud = powers.filter((power) => power > loudest / 100)
  const mean = Math.sqrt(loud.reduce((sum, power) => sum + power, 0) / loud.length)
  return limited(sound.map((value) => (value * 10 ** (level_db / 20)) / mean))
}

/** The gain falls before a peak and recovers after it over 6 ms: the lowest needed nearby, then averaged. */
function limited(sound: Float32Array): Float32Array {
  const ceiling = 10 ** (CEILING_DB / 20)
  const reach = Math.round(RATE * 0.006)
  const needed = sound.map((value) => Math.min(1, ceiling / Math.max(Math.abs(value), 1e-9)))
  const lowest = needed.map((_, at) => Math.min(...needed.subarray(Math.max(0, at - reach), at + reach + 1)))
  return sound.map((value, at) => {
    const near = lowest.subarray(Math.max(0, at - reach), at + reach + 1)
    return value * (near.reduce((sum, gain) => sum + gain, 0) / near.length)
  })
}

/** Struck bars: a fundamental, its octave and a faint twelfth, fading the faster the higher they are. */
function bell(tones: number[], spacing_s: number, length_s: number): Float32Array {
  const sound = new Float32Array(Math.round(length_s * RATE))
  for (const [at, tone] of tones.entries()) {
    const start = Math.round(at * spacing_s * RATE)
    for (let position = start; position < sound.length; position++) {
      const t = (position - start) / RATE
      const attack = Math.min(1, t / 0.004)
      const wave = [1, 0.35, 0.08].reduce(
        (sum, share, partial) =>
          sum + share * Math.sin(2 * Math.PI * tone * (partial + 1) * t) * Math.exp(-t * (5 + 4 * partial)),
        0,
      )
      sound[position] = sound[position]! + wave * attack
    }
  }
  const fade = Math.round(RATE * 0.08)
  for (let at = 0; at < fade; at++) {
    const position = sound.length - 1 - at
    sound[position] = sound[position]! * (at / fade)
  }
  return sound
}

function packed(clips: [string, Float32Array][]): { samples: Float32Array; offsets: SpriteClips } {
  const gap = Math.round((GAP_MS / 1000) * RATE)
  const samples = new Float32Array(clips.reduce((sum, [, sound]) => sum + sound.length + gap, gap))
  const offsets: SpriteClips = {}
  let at = gap
  for (const [name, sound] of clips) {
    samples.set(sound, at)
    offsets[name] = [round((at / RATE) * 1000), round((sound.length / RATE) * 1000)]
    at += sound.length + gap
  }
  return { samples, offsets }
}

function encode(samples: Float32Array, file: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'voice-'))
  const raw = join(folder, 'sprite.raw')
  writeFileSync(raw, new Uint8Array(samples.buffer))
  execFileSync('ffmpeg', [
    ...`-v error -y -f f32le -ar ${RATE} -ac 1 -i`.split(' '),
    raw,
    ...'-c:a libmp3lame -b:a 24k -map_metadata -1 -bitexact'.split(' '),
    file,
  ])
  rmSync(folder, { recursive: true })
}

function peakOf(sound: Float32Array): number {
  return sound.reduce((peak, value) => Math.max(peak, Math.abs(value)), 0)
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10
}
