import { registerTexts } from '@guichet/kit/texts'
import type { Search, ShellRoute } from '@guichet/kit/shell-route'

registerTexts('documents', {
  fr: () => import('../locales/fr.json', { with: { type: 'json' } }),
  en: () => import('../locales/en.json', { with: { type: 'json' } }),
})

const read = 'documents.document.read'

export const documentsRoutes: ShellRoute[] = [
  {
    path: '/documents',
    area: 'staff',
    permission: read,
    nav: { label: 'nav.documents', module: 'documents', icon: 'file', order: 40 },
    load: () => import('./DocumentsPage.tsx').then((file) => ({ Component: file.DocumentsPage })),
    search: ({ q, status, client, view }: Search) => ({ q, status, client, view }),
  },
  {
    path: '/documents/clients',
    area: 'staff',
    permission: read,
    load: () => import('./ClientsPage.tsx').then((file) => ({ Component: file.ClientsPage })),
    search: ({ q, open }: Search) => ({ q, open }),
  },
  {
    path: '/documents/clients/$customer_id',
    area: 'staff',
    permission: read,
    load: () => import('./ClientPage.tsx').then((file) => ({ Component: file.ClientPage })),
  },
  {
    path: '/documents/limits',
    area: 'staff',
    permission: 'documents.limits.write',
    skeleton: 'form',
    load: () => import('./LimitsPage.tsx').then((file) => ({ Component: file.LimitsPage })),
  },
  {
    path: '/documents/$document_id',
    area: 'staff',
    permission: read,
    skeleton: 'cards',
    load: () => import('./DocumentPage.tsx').then((file) => ({ Component: file.DocumentPage })),
    search: ({ page, q }: Search) => ({ page: /^\d{1,6}$/.test(page ?? '') ? page : undefined, q }),
  },
]
