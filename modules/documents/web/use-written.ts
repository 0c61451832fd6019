import { useSetSearch } from '@guichet/kit/link'
import { useEffect, useState } from 'react'

/** A field whose words the address follows when the fingers rest. */
export function useWritten(name: string, value: string): [written: string, write: (words: string) => void] {
  const setSearch = useSetSearch()
  const [written, write] = useState(value)
  const [shown, setShown] = useState(value)
  if (shown !== value) {
    setShown(value)
    // Only "clear" comes from outside; otherwise the address follows what is being typed.
    if (value === '') write('')
  }
  useEffect(() => {
    if (written.trim() === value) return
    const timer = setTimeout(() => setSearch({ [name]: written.trim() || undefined }), 300)
    return () => clearTimeout(timer)
  }, [written, value, name, setSearch])
  return [written, write]
}
