import type { DeviceRoute } from '@guichet/kit/device-route'
import { registerTexts } from '@guichet/kit/texts'

registerTexts('analytics', {
  fr: () => import('../locales/fr.json', { with: { type: 'json' } }),
  en: () => import('../locales/en.json', { with: { type: 'json' } }),
})

/** Where visitors rate in the hall: at the counter itself, and at the kiosk on their way out. */
export const deviceRoutes: DeviceRoute[] = [
  {
    path: '/device/counter',
    load: () =>
      import('./satisfaction/CounterScreen.tsx').then((file) => ({ Component: file.CounterScreen })),
  },
  {
    path: '/device/kiosk/rating',
    load: () => import('./satisfaction/KioskRating.tsx').then((file) => ({ Component: file.KioskRating })),
    corner: {
      of: '/device/kiosk',
      load: () => import('./satisfaction/KioskCorner.tsx').then((file) => ({ Component: file.KioskCorner })),
    },
  },
]
