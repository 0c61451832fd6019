import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Addresses of built browser files: hashed in production, served by the development server otherwise. */
export interface Assets {
  directory: string | null
  url: (entry: string) => string
  /** The HTML shell of the staff pages or of the devices; null when the web is not built. */
  shell: (name: 'index' | 'device') => string | null
}

interface ManifestEntry {
  file: string
  css?: string[]
}

export function readAssets(directory: string | null): Assets {
  let manifest: Record<string, ManifestEntry> = {}
  const shells = new Map<string, string | null>()
  if (directory) {
    try {
      manifest = JSON.parse(readFileSync(join(directory, '.vite/manifest.json'), 'utf8'))
    } catch {
      directory = null
    }
  }
  return {
    directory,
    url(entry) {
      const found =
        manifest[entry] ?? (entry.endsWith('.css') ? manifest[entry.replace(/\.css$/, '.ts')] : undefined)
      const file = entry.endsWith('.css') ? (found?.css?.[0] ?? found?.file) : found?.file
      return `/${file ?? entry}`
    },
    shell(name) {
      if (!shells.has(name)) {
        let text: string | null = null
        try {
          text = directory ? readFileSync(join(directory, `${name}.html`), 'utf8') : null
        } catch {
          text = null
        }
        shells.set(name, text)
      }
      return shells.get(name)!
    },
  }
}
