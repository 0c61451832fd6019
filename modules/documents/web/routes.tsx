import type { ShellRoute } from '@guichet/kit/shell-route'
import { registerTexts } from '@guichet/kit/texts'

registerTexts('documents', {
  fr: () => import('../locales/fr.json', { with: { type: 'json' } }),
  en: () => import('../locales/en.json', { with: { type: 'json' } }),
})

export const documentsRoutes: ShellRoute[] = []
