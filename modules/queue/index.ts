/** What the rooms above may ask of the queue. */
export { presentBySite, type Present } from './queries/present.ts'
/** What higher rooms may ask of visits. */
export { demoVisits, visitAtCounter, visitByNumber, visitByToken, visitOf } from './queries/visits.ts'
export type { Visit } from './queries/visits.ts'
