import { useSyncExternalStore } from 'react'

export type ThemeChoice = 'light' | 'dark' | 'system'

const listeners = new Set<() => void>()

export function themeChoice(): ThemeChoice {
  const kept = localStorage.getItem('guichet_theme')
  return kept === 'light' || kept === 'dark' ? kept : 'system'
}

/** web/theme-boot.js does the same before the first paint; keep them alike. */
function show(): void {
  const choice = themeChoice()
  const dark =
    choice === 'dark' || (choice === 'system' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
}

export function setTheme(choice: ThemeChoice): void {
  localStorage.setItem('guichet_theme', choice)
  show()
  listeners.forEach((tell) => tell())
}

function subscribe(listener: () => void): () => void {
  const system = matchMedia('(prefers-color-scheme: dark)')
  const follow = () => {
    show()
    listener()
  }
  listeners.add(listener)
  system.addEventListener('change', follow)
  return () => {
    listeners.delete(listener)
    system.removeEventListener('change', follow)
  }
}

export function useTheme(): { choice: ThemeChoice; setTheme: (choice: ThemeChoice) => void } {
  return { choice: useSyncExternalStore(subscribe, themeChoice), setTheme }
}

/** The organisation's colour: the server has already made it readable on either ground. */
export function setTenantColours(accent: { light: string; dark: string } | null): void {
  const { style } = document.documentElement
  for (const [name, value] of [
    ['--tenant-light', accent?.light],
    ['--tenant-dark', accent?.dark],
  ] as const) {
    // Through the object model, which a policy without inline styles allows.
    if (value) style.setProperty(name, value)
    else style.removeProperty(name)
  }
}
