/** The shell then opens without network. After the page is usable: its files must not compete with ours. */
export function registerWorker(): void {
  if (!('serviceWorker' in navigator) || process.env.NODE_ENV !== 'production') return
  window.addEventListener(
    'load',
    () => void navigator.serviceWorker.register('/sw.js').catch(() => undefined),
  )
}
