import type { PlannedSection } from './shapes.ts'

/** Keys of the plan an organisation begins with; titles and questions are in the locales, under `plan.<key>`. */
export const plannedKeys = [
  'client',
  'request',
  'activity',
  'finances',
  'commitments',
  'deadlines',
  'concerns',
  'next',
] as const

export const sentencesEach = 5

/** The plan for client files that advisers begin with, in the words of one language. */
export const defaultPlan = (say: (key: string) => string): PlannedSection[] =>
  plannedKeys.map((key) => ({
    key,
    title: say(`plan.${key}.title`),
    question: say(`plan.${key}.question`),
    sentences: sentencesEach,
  }))
