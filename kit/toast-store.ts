export interface ToastOptions {
  text: string
  tone?: 'neutral' | 'success' | 'error'
  /** One action, such as taking the last act back; the toast then counts its time down. */
  action?: { label: string; onPress: () => void }
  /** How long it stays: 6 s, or 10 s with an action. Errors stay until closed. */
  seconds?: number
}

export interface ShownToast extends ToastOptions {
  id: number
}

let shown: readonly ShownToast[] = []
let last_id = 0
const listeners = new Set<() => void>()

function publish(next: readonly ShownToast[]): void {
  shown = next
  listeners.forEach((tell) => tell())
}

/** Says something in the corner of the screen; returns how to take it away early. */
export function toast(options: ToastOptions): () => void {
  const id = ++last_id
  // The same sentence twice would only push the first out of sight.
  const others = shown.filter((one) => one.text !== options.text || one.action)
  publish([...others.slice(-3), { ...options, id }])
  return () => closeToast(id)
}

export function closeToast(id: number): void {
  publish(shown.filter((one) => one.id !== id))
}

export function shownToasts(): readonly ShownToast[] {
  return shown
}

export function onToasts(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
