import '@guichet/kit/style.css'
import { analyticsRoutes } from '@guichet/analytics/web/routes'
import { documentsRoutes } from '@guichet/documents/web/routes'
import { createApi, setApi } from '@guichet/kit/api'
import { tenantInPath } from '@guichet/kit/link'
import { currentLocale, loadTexts } from '@guichet/kit/texts'
import { meQuery } from '@guichet/kit/session'
import { Toasts } from '@guichet/kit/toast'
import { organisationRoutes } from '@guichet/organisation/web/routes'
import { queueRoutes } from '@guichet/queue/web/routes'
import { reportsRoutes } from '@guichet/reports/web/routes'
import { stockRoutes } from '@guichet/stock/web/routes'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { registerWorker } from './register-worker.ts'
import { createStaffRouter } from './router.tsx'

setApi(
  createApi({
    tenant: tenantInPath,
    locale: currentLocale,
    on_unauthorised(_problem, endpoint) {
      // The sign-in form itself is told by its own answer.
      if (endpoint.permission === 'public' || location.pathname === '/login') return
      const next = location.pathname + location.search
      // A full load: nothing of the ended session stays in memory.
      location.replace(/^\/t\/?$/.test(next) ? '/login' : `/login?next=${encodeURIComponent(next)}`)
    },
  }),
)

const cache = new QueryClient({
  defaultOptions: {
    // The client retries by itself, and a failure offline should be told rather than waited out.
    queries: { retry: false, networkMode: 'always', staleTime: 15_000 },
    mutations: { retry: false, networkMode: 'always' },
  },
})

// Asked for while the page's code still travels: on a slow line each round trip saved is half a second.
if (/^\/(t|me)(\/|$)/.test(location.pathname)) void cache.prefetchQuery(meQuery)

const router = createStaffRouter([
  ...organisationRoutes,
  ...queueRoutes,
  ...documentsRoutes,
  ...reportsRoutes,
  ...stockRoutes,
  ...analyticsRoutes,
])

void loadTexts(['kit'])
  .catch(() => undefined)
  .then(() =>
    createRoot(document.getElementById('root')!).render(
      <StrictMode>
        <QueryClientProvider client={cache}>
          <Suspense fallback={null}>
            <RouterProvider router={router} />
            <Toasts />
          </Suspense>
        </QueryClientProvider>
      </StrictMode>,
    ),
  )

registerWorker()
