/** Languages recorded as clips. */
export const LANGUAGES = ['fr', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

/** Counter words with recorded clips, by their French name; English has its own word for each. */
export const COUNTER_WORDS = ['guichet', 'bureau', 'box', 'salle', 'caisse', 'ligne', 'cabinet'] as const
export type CounterWord = (typeof COUNTER_WORDS)[number]

/** Counter numbers up to here are also recorded with a falling voice, for the end of the sentence. */
export const LAST_FALLING_NUMBER = 30

export interface Clip {
  language: Language
  name: string
  /** Silence after the clip, in milliseconds. */
  pause_ms: number
}

export interface Spoken {
  /** As printed on the ticket: up to three letters, up to three digits. */
  number: string
  counter_label: string
}

/** Start and length of each clip in the sprite, in milliseconds. */
export type SpriteClips = Record<string, readonly [start_ms: number, duration_ms: number]>

/** `brief` keeps only the ticket and the counter, for the rush hours. */
export type Form = 'full' | 'brief'

/** The sentence once, as recorded clips; null when a part of it was never recorded. The chime is not included. */
export function announcement(language: Language, spoken: Spoken, form: Form = 'full'): Clip[] | null {
  const ticket = ticketClips(language, spoken.number)
  const counter = counterClips(language, spoken.counter_label, form)
  if (!ticket || !counter) return null
  return form === 'full' ? [clip(language, 'ticket'), ...ticket, ...counter] : [...ticket, ...counter]
}

/** Only "ticket A 42", for a counter whose name was never recorded; null when the number is unusual too. */
export function ticketAlone(language: Language, number: string): Clip[] | null {
  const ticket = ticketClips(language, number)
  return ticket && [clip(language, 'ticket'), ...ticket]
}

/** `chime` has two tones and calls attention; `ding` has one and parts two calls that follow each other. */
export function chime(language: Language, kind: 'chime' | 'ding'): Clip[] {
  return [{ language, name: kind, pause_ms: kind === 'chime' ? 150 : 60 }]
}

/** The same sentence in writing, for the browser's own voice. */
export function sentence(language: Language, spoken: Spoken): string {
  const ticket = ticketParts(spoken.number)
  // Letters are spaced out so that "AB042" is not read as a word, and the zeros are left unsaid.
  const number = ticket ? [...ticket.letters, ticket.digits].join(' ') : spoken.number
  const counter = counterParts(spoken.counter_label)
  if (!counter) {
    const label = spoken.counter_label.trim()
    return language === 'fr' ? `Ticket ${number} : ${label}.` : `Ticket ${number}, please go to ${label}.`
  }
  const go_to = GO_TO[language][counter.word]
  return language === 'fr'
    ? `Ticket ${number} ${go_to} ${counter.mark}.`
    : `Ticket ${number}, ${go_to} ${counter.mark}.`
}

export const GO_TO: Record<Language, Record<CounterWord, string>> = {
  fr: {
    guichet: 'est attendu au guichet',
    bureau: 'est attendu au bureau',
    box: 'est attendu au box',
    salle: 'est attendu en salle',
    caisse: 'est attendu en caisse',
    // "En ligne" would send people to the Internet.
    ligne: 'est attendu à la ligne',
    cabinet: 'est attendu au cabinet',
  },
  en: {
    guichet: 'please go to counter',
    bureau: 'please go to desk',
    box: 'please go to box',
    salle: 'please go to room',
    caisse: 'please go to cash desk',
    ligne: 'please go to line',
    cabinet: 'please go to office',
  },
}

function ticketParts(number: string): { letters: string[]; digits: number } | null {
  const found = /^([A-Z]{0,3})[ -]?(\d{1,3})$/.exec(number.trim().toUpperCase())
  return found ? { letters: (found[1] ?? '').split(''), digits: Number(found[2]) } : null
}

function ticketClips(language: Language, number: string): Clip[] | null {
  const parts = ticketParts(number)
  if (!parts) return null
  const names = [...parts.letters.map((letter) => `letter_${letter}`), ...numberNames(parts.digits)]
  const clips = names.map((name) => clip(language, name))
  // The ear needs the end of the number before the counter begins.
  return clips.map((each, at) => (at === clips.length - 1 ? { ...each, pause_ms: 180 } : each))
}

const SPELLINGS: Record<string, CounterWord> = {
  guichet: 'guichet',
  counter: 'guichet',
  bureau: 'bureau',
  desk: 'bureau',
  box: 'box',
  salle: 'salle',
  room: 'salle',
  caisse: 'caisse',
  'cash desk': 'caisse',
  ligne: 'ligne',
  line: 'ligne',
  cabinet: 'cabinet',
  office: 'cabinet',
}

/** "Guichet 3", "Guichet n° 03", "BOX B"; a lone letter needs its space, or "Boxe" would be box E. */
const COUNTER_LABEL = new RegExp(
  `^(?<word>${Object.keys(SPELLINGS).join('|')})(?: ?(?:n ?°|no\\.?|#)? ?(?<number>\\d{1,3})| (?<letter>[a-z]))$`,
)

function counterParts(label: string): { word: CounterWord; mark: string } | null {
  const plain = label.normalize('NFKC').trim().toLowerCase().split(/\s+/).join(' ')
  const found = COUNTER_LABEL.exec(plain)?.groups
  const word = SPELLINGS[found?.['word'] ?? '']
  if (!found || !word) return null
  const mark = found['number'] ? String(Number(found['number'])) : (found['letter'] ?? '').toUpperCase()
  return { word, mark }
}

function counterClips(language: Language, label: string, form: Form): Clip[] | null {
  const counter = counterParts(label)
  if (!counter) return null
  const mark = /\d/.test(counter.mark) ? numberNames(Number(counter.mark)) : [`letter_${counter.mark}`]
  const last = mark.pop() ?? ''
  const go_to = `${form === 'full' ? 'go_to' : 'word'}_${counter.word}`
  return [go_to, ...mark, isRecordedFalling(last) ? `${last}_end` : last].map((name) => clip(language, name))
}

function isRecordedFalling(name: string): boolean {
  const [kind, which] = name.split('_')
  return kind === 'letter' || (kind === 'number' && Number(which) <= LAST_FALLING_NUMBER)
}

/** Leading zeros are not spoken; nothing is said after a round hundred. */
function numberNames(number: number): string[] {
  const hundreds = Math.floor(number / 100)
  const rest = number % 100
  if (hundreds === 0) return [`number_${rest}`]
  return rest === 0 ? [`hundred_${hundreds}`] : [`hundred_${hundreds}_and`, `number_${rest}`]
}

function clip(language: Language, name: string): Clip {
  // A hundred and its rest are one word to the ear.
  return { language, name, pause_ms: name.startsWith('hundred') ? 0 : 40 }
}
