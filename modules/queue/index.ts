/** What the rooms above may ask of the queue. */
export { presentBySite, type Present } from './queries/present.ts'
