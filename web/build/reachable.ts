import type { Rolldown } from 'vite'

type Bundle = Rolldown.OutputBundle

/** Names of every script that comes with a source file, itself included: what its page waits for. */
export function reachable(bundle: Bundle, source: string): Set<string> {
  const found = new Set<string>()
  const visit = (name: string) => {
    const file = bundle[name]
    if (file?.type !== 'chunk' || found.has(name)) return
    found.add(name)
    file.imports.forEach(visit)
  }
  for (const file of Object.values(bundle)) {
    if (file.type === 'chunk' && file.facadeModuleId?.endsWith(source)) visit(file.fileName)
  }
  return found
}
