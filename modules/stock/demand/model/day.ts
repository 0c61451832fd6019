/** A local calendar day, as days since 1970-01-01. */
export type Day = number

export const dayOf = (date: string): Day => Date.parse(`${date}T00:00:00Z`) / 86_400_000
export const dateOf = (day: Day): string => new Date(day * 86_400_000).toISOString().slice(0, 10)
/** 0 is Sunday: 1970-01-01 was a Thursday. */
export const weekdayOf = (day: Day): number => (((day + 4) % 7) + 7) % 7
