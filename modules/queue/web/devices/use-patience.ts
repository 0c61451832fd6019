import { useEffect, useEffectEvent, useRef, useState } from 'react'

/** Counts seconds without a touch; null while there is nothing to give up. */
export function usePatience(after_s: number | null, subject: unknown, onOver: () => void): number | null {
  const [left, setLeft] = useState<number | null>(after_s)
  const touched = useRef(0)
  const over = useEffectEvent(onOver)
  useEffect(() => {
    setLeft(after_s)
    if (after_s === null) return
    touched.current = performance.now()
    const touch = (): void => {
      touched.current = performance.now()
      setLeft(after_s)
    }
    const timer = setInterval(() => {
      const rest = Math.ceil(after_s - (performance.now() - touched.current) / 1000)
      if (rest > 0) setLeft(rest)
      else {
        clearInterval(timer)
        over()
      }
    }, 500)
    const gestures = ['pointerdown', 'keydown']
    for (const gesture of gestures) document.addEventListener(gesture, touch)
    return () => {
      clearInterval(timer)
      for (const gesture of gestures) document.removeEventListener(gesture, touch)
    }
  }, [after_s, subject])
  return after_s === null ? null : left
}
