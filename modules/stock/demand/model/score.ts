/** One probability that was told, and whether it happened. */
export interface Told {
  probability: number
  happened: boolean
}

/** Mean squared error of probabilities (Brier 1950): 0 is perfect, always saying 50 % gets 0.25. */
export const brier = (told: readonly Told[]): number =>
  told.reduce((sum, { probability, happened }) => sum + (probability - Number(happened)) ** 2, 0) /
  told.length

/** The chance that something that happened had been given more than something that did not: 0.5 is blind. */
export function areaUnderCurve(told: readonly Told[]): number {
  const sorted = [...told].sort((a, b) => a.probability - b.probability)
  let ranks = 0
  let happened = 0
  for (let from = 0; from < sorted.length;) {
    let to = from + 1
    while (to < sorted.length && sorted[to]!.probability === sorted[from]!.probability) to++
    for (let index = from; index < to; index++) {
      if (!sorted[index]!.happened) continue
      ranks += (from + 1 + to) / 2
      happened++
    }
    from = to
  }
  return (ranks - (happened * (happened + 1)) / 2) / (happened * (sorted.length - happened))
}

export interface ReliabilityBin {
  from: number
  to: number
  told: number
  happened: number
  count: number
}

/** What was told against what happened, in tenths. */
export function reliability(told: readonly Told[]): ReliabilityBin[] {
  const bins = Array.from({ length: 10 }, (_, bin) => ({
    from: bin / 10,
    to: (bin + 1) / 10,
    told: 0,
    happened: 0,
    count: 0,
  }))
  for (const { probability, happened } of told) {
    const bin = bins[Math.min(9, Math.floor(probability * 10))]!
    bin.told += probability
    bin.happened += Number(happened)
    bin.count++
  }
  return bins.map((bin) => ({
    ...bin,
    told: bin.count > 0 ? bin.told / bin.count : (bin.from + bin.to) / 2,
    happened: bin.count > 0 ? bin.happened / bin.count : 0,
  }))
}
