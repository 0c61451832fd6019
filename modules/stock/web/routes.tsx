import type { ShellRoute } from '@guichet/kit/shell-route'
import { registerTexts } from '@guichet/kit/texts'

registerTexts('stock', {
  fr: () => import('../locales/fr.json', { with: { type: 'json' } }),
  en: () => import('../locales/en.json', { with: { type: 'json' } }),
})

export const stockRoutes: ShellRoute[] = []
