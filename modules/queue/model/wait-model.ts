/** The estimator without the database: the bench measures it as it is. */
export { calibrationMemory, calibrationOf, uncalibrated } from './calibration.ts'
export type { Scored } from './calibration.ts'
export { estimateWait } from './estimate.ts'
export type { Estimate } from './estimate.ts'
export { gaussian, lognormalOf, seeded } from './law.ts'
export { mostVisits, paceFromExpected, shrunkPace } from './pace.ts'
