/** What the bench measures: the calculation itself, without database or server. */
export { doubtsOf } from './claims.ts'
export { factsOf } from './facts.ts'
export { fold, standsOn } from './fold.ts'
export { keepFacts } from './keep-facts.ts'
export { writeExtractive } from './rank.ts'
export type { Page, PlannedSection } from './shapes.ts'
export { fillTemplate } from '../../templates/model/fill.ts'
export { usualTemplate } from '../../templates/model/usual.ts'
