/**
 * Parts that other rooms show. `ServiceIcon` is light, for devices too: no router, no React Aria, no query
 * cache. `SettingsPage` frames a room's own page of settings, listed in `web/settings/sections.ts`.
 */
export { ServiceIcon } from './web/ServiceIcon.tsx'
export { SettingsPage } from './web/settings/SettingsPage.tsx'
