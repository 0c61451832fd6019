import type { ShellRoute } from '@guichet/kit/shell-route'
import { registerTexts } from '@guichet/kit/texts'

registerTexts('reports', {
  fr: () => import('../locales/fr.json', { with: { type: 'json' } }),
  en: () => import('../locales/en.json', { with: { type: 'json' } }),
})

export const reportsRoutes: ShellRoute[] = []
