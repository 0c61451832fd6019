/** What a person recognises in a user agent: the browser's and the system's brand names. */
export function browserOf(user_agent: string | null): {
  browser: string | null
  system: string | null
  phone: boolean
} {
  const agent = user_agent ?? ''
  return {
    browser: firstOf(browsers, agent),
    system: firstOf(systems, agent),
    phone: /Android|iPhone|iPad|Mobile/.test(agent),
  }
}

// In this order: Edge, Opera and Samsung's browser also call themselves Chrome, and Chrome calls itself Safari.
const browsers: readonly [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]
const systems: readonly [RegExp, string][] = [
  [/Android/, 'Android'],
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'Mac'],
  [/Linux|X11/, 'Linux'],
]

function firstOf(names: readonly [RegExp, string][], agent: string): string | null {
  return names.find(([pattern]) => pattern.test(agent))?.[1] ?? null
}
