import { COUNTER_WORDS, GO_TO, LAST_FALLING_NUMBER, type CounterWord, type Language } from './compose.ts'

export interface Utterance {
  /** As given to the synthesiser; `[[…]]` holds its own phoneme codes. */
  text: string
  /** `open`: the sentence goes on after it. `falling`: the voice falls, as at the end of a sentence. */
  tone: 'open' | 'falling'
}

const HUNDREDS: Record<Language, string[]> = {
  fr: ['', 'deux ', 'trois ', 'quatre ', 'cinq ', 'six ', 'sept ', 'huit ', 'neuf '].map((n) => `${n}cent`),
  en: ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'].map((n) => `${n} hundred`),
}

const NAMES: Record<Language, Record<CounterWord, string>> = {
  fr: {
    guichet: 'guichet',
    bureau: 'bureau',
    box: 'box',
    salle: 'salle',
    caisse: 'caisse',
    ligne: 'ligne',
    cabinet: 'cabinet',
  },
  en: {
    guichet: 'counter',
    bureau: 'desk',
    box: 'box',
    salle: 'room',
    caisse: 'cash desk',
    ligne: 'line',
    cabinet: 'office',
  },
}

/**
 * Everything the recorded voice can say, by clip name. Numbers are given as digits: written in words,
 * the French synthesiser makes a faulty liaison in "quatre-vingt-onze".
 */
export function vocabulary(language: Language): Record<string, Utterance> {
  const said: Record<string, Utterance> = { ticket: { text: 'Ticket', tone: 'open' } }
  for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') {
    said[`letter_${letter}`] = { text: letter, tone: 'open' }
    said[`letter_${letter}_end`] = { text: letter, tone: 'falling' }
  }
  for (let number = 0; number <= 99; number++) {
    said[`number_${number}`] = { text: String(number), tone: 'open' }
    if (number <= LAST_FALLING_NUMBER)
      said[`number_${number}_end`] = { text: String(number), tone: 'falling' }
  }
  for (const [at, text] of HUNDREDS[language].entries()) {
    said[`hundred_${at + 1}`] = { text, tone: 'open' }
    // "two hundred and three", with the weak "and" of running speech; French says nothing between them.
    said[`hundred_${at + 1}_and`] = { text: language === 'en' ? `${text} [[@n]]` : text, tone: 'open' }
  }
  for (const word of COUNTER_WORDS) {
    said[`word_${word}`] = { text: pronounced(language, NAMES[language][word]), tone: 'open' }
    said[`go_to_${word}`] = { text: pronounced(language, GO_TO[language][word]), tone: 'open' }
  }
  return said
}

/** The French voice switches to an English accent for "box". */
function pronounced(language: Language, text: string): string {
  return language === 'fr' ? text.replace(/\bbox$/, "[[b'Oks]]") : text
}
