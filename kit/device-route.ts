import type { ComponentType } from 'react'

/** A screen of a kiosk or hall display. Its page may use React and the kit's light doors only. */
export interface DeviceRoute {
  /** The whole path: `/device/kiosk`. The longest match wins, and `/device` itself is pairing. */
  path: `/device${string}`
  load: () => Promise<{ Component: ComponentType }>
  /** What this room puts into a corner of another room's screen: a way to its own. */
  corner?: { of: `/device${string}`; load: () => Promise<{ Component: ComponentType }> }
}
