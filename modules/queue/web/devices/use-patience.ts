import { useEffect, useEffectEvent, useState } from 'react'

/** Counts the seconds left without a touch, anew for each subject; null while there is nothing to give up. */
export function usePatience(after_s: number | null, subject: string, onOver: () => void): number | null {
  const [counted, setCounted] = useState<{ subject: string; left: number } | null>(null)
  const over = useEffectEvent(onOver)
  useEffect(() => {
    if (after_s === null) return
    let touched = performance.now()
    const touch = (): void => {
      touched = performance.now()
      setCounted({ subject, left: after_s })
    }
    const timer = setInterval(() => {
      const left = Math.ceil(after_s - (performance.now() - touched) / 1000)
      if (left > 0)
        setCounted((now) => (now?.subject === subject && now.left === left ? now : { subject, left }))
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
  if (after_s === null) return null
  return counted?.subject === subject ? Math.min(counted.left, after_s) : after_s
}
