import { html } from '@guichet/platform/html'

/** Drawn on a grid of 24, in the colour of the text beside them. */
export const arrow = html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="m9 5 7 7-7 7"/></svg>`
export const person = html`<svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="7" r="5"/><path d="M3 23a9 9 0 0 1 18 0z"/></svg>`
