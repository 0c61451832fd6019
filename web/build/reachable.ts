import type { Rolldown } from 'vite'

type Bundle = Rolldown.OutputBundle

/** Names of every script a page loads before it can show anything, in no particular order. */
export function reachable(bundle: Bundle, page: string): Set<string> {
  const found = new Set<string>()
  const entry = Object.values(bundle).find(
    (file) => file.type === 'chunk' && file.isEntry && file.facadeModuleId?.endsWith(page),
  )
  const visit = (name: string) => {
    const file = bundle[name]
    if (file?.type !== 'chunk' || found.has(name)) return
    found.add(name)
    file.imports.forEach(visit)
  }
  if (entry) visit(entry.fileName)
  return found
}
