import '@guichet/kit/style.css'
import type { DeviceRoute } from '@guichet/kit/device-route'
import { loadTexts } from '@guichet/kit/texts'
import { deviceRoutes as analyticsRoutes } from '@guichet/analytics/web/device'
import { deviceRoutes as queueRoutes } from '@guichet/queue/web/device'
import { Component, lazy, type ReactNode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { registerWorker } from './register-worker.ts'

const deviceRoutes: readonly DeviceRoute[] = [...queueRoutes, ...analyticsRoutes]

/** Kiosks and displays: one page for a whole day, so no router. The longest path that fits is shown. */
function routeFor(path: string): DeviceRoute | undefined {
  return deviceRoutes
    .filter((route) => path === route.path || path.startsWith(`${route.path}/`))
    .toSorted((a, b) => b.path.length - a.path.length)[0]
}

/** Nobody stands beside a display to press "retry": it starts again by itself. */
class StartAgain extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false }
  static getDerivedStateFromError() {
    return { failed: true }
  }
  override componentDidCatch(error: unknown) {
    console.error(error)
    setTimeout(() => location.reload(), 10_000)
  }
  override render() {
    return this.state.failed ? null : this.props.children
  }
}

const route = routeFor(location.pathname)
if (!route) location.replace('/device')
else {
  const Screen = lazy(() => route.load().then((file) => ({ default: file.Component })))
  const corners = deviceRoutes.flatMap(({ corner }) =>
    corner?.of === route.path
      ? [lazy(() => corner.load().then((file) => ({ default: file.Component })))]
      : [],
  )
  void loadTexts(['kit'])
    .catch(() => undefined)
    .then(() =>
      createRoot(document.getElementById('root')!).render(
        <StartAgain>
          <Suspense fallback={null}>
            <Screen />
          </Suspense>
          <Suspense fallback={null}>
            {corners.map((Corner, index) => (
              <Corner key={index} />
            ))}
          </Suspense>
        </StartAgain>,
      ),
    )
}

registerWorker()
