interface Hour {
  hour: number
  issued: number
  completed: number
}

/** The hours worth drawing: a usual working day, widened to whatever happened outside it. */
export function hoursShown<T extends Hour>(by_hour: readonly T[]): T[] {
  const busy = by_hour.filter((hour) => hour.issued > 0 || hour.completed > 0).map((hour) => hour.hour)
  const first = Math.min(8, ...busy)
  const last = Math.max(17, ...busy)
  return by_hour.filter((hour) => hour.hour >= first && hour.hour <= last)
}
