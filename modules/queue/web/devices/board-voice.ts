import { useEffect, useMemo, useRef, useState } from 'react'
import type { Language } from '../voice/compose.ts'
import { createVoice, type Sprite, type Voice, type VoiceState } from '../voice/player.ts'

const wish = 'guichet_sound'

const clips = {
  fr: () => import('../voice/fr.json', { with: { type: 'json' } }),
  en: () => import('../voice/en.json', { with: { type: 'json' } }),
}
const recordings = {
  fr: new URL('../voice/fr.mp3', import.meta.url).href,
  en: new URL('../voice/en.mp3', import.meta.url).href,
}

async function load(language: Language): Promise<Sprite> {
  const [answer, file] = await Promise.all([fetch(recordings[language]), clips[language]()])
  if (!answer.ok) throw new Error(`${recordings[language]}: ${answer.status}`)
  return { audio: await answer.arrayBuffer(), clips: file.default as unknown as Sprite['clips'] }
}

export interface BoardVoice extends Pick<Voice, 'say' | 'retract'> {
  state: VoiceState
  enable: () => void
  mute: () => void
}

/** The hall's voice; a display whose sound was once turned on tries again by itself after a restart. */
export function useBoardVoice(languages: readonly Language[] | null): BoardVoice {
  const [state, setState] = useState<VoiceState>('off')
  const voice = useRef<Voice | null>(null)
  const spoken = languages?.join(' ') ?? ''
  useEffect(() => {
    if (spoken === '') return
    const made = createVoice({ languages: spoken.split(' ') as Language[], load, onState: setState })
    voice.current = made
    if (localStorage.getItem(wish) === 'on') void made.enable()
    return () => {
      voice.current = null
      made.mute()
    }
  }, [spoken])

  // Browsers give sound after any gesture: whoever touches the screen or its remote has made one.
  useEffect(() => {
    if (state !== 'blocked') return
    const enable = (): void => void voice.current?.enable()
    const gestures = ['pointerdown', 'keydown']
    for (const gesture of gestures) document.addEventListener(gesture, enable)
    return () => {
      for (const gesture of gestures) document.removeEventListener(gesture, enable)
    }
  }, [state])

  return useMemo(
    () => ({
      state,
      say: (call) => voice.current?.say(call),
      retract: (ticket_id) => voice.current?.retract(ticket_id),
      enable() {
        localStorage.setItem(wish, 'on')
        void voice.current?.enable()
      },
      mute() {
        localStorage.removeItem(wish)
        voice.current?.mute()
      },
    }),
    [state],
  )
}
