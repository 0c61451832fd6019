/**
 * Which addresses the browser draws itself; all others are the server's pages. The server, its twin in
 * development and the service worker ask here, so that none forgets one. No imports: the worker carries it.
 */
export const drawnByBrowser = {
  index: /^\/(t|login|reset|start|invitation|me)(\/|$)/,
  device: /^\/device(\/|$)/,
} as const
