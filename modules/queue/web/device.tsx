import type { DeviceRoute } from '@guichet/kit/device-route'
import { registerTexts } from '@guichet/kit/texts'

registerTexts('queue', {
  fr: () => import('../locales/fr.json', { with: { type: 'json' } }),
  en: () => import('../locales/en.json', { with: { type: 'json' } }),
})

/** What hangs in the hall: pairing first, then kiosk or display. */
export const deviceRoutes: DeviceRoute[] = [
  {
    path: '/device',
    load: () => import('./devices/PairingScreen.tsx').then((file) => ({ Component: file.PairingScreen })),
  },
  {
    path: '/device/kiosk',
    load: () => import('./devices/KioskScreen.tsx').then((file) => ({ Component: file.KioskScreen })),
  },
  {
    path: '/device/tv',
    load: () => import('./devices/BoardScreen.tsx').then((file) => ({ Component: file.BoardScreen })),
  },
]
