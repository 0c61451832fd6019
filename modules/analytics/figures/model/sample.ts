/**
 * Durations in whole seconds, gathered one by one, and their exact percentiles. Counted rather than sorted: a
 * million waits are some thousand different numbers of seconds.
 */
export class Sample {
  #counts = new Uint32Array(1_024)
  /** Beyond this, durations are so rare that a map holds them. */
  #rare = new Map<number, number>()
  n = 0
  sum = 0
  min = Infinity
  max = 0

  add(value: number): void {
    this.n++
    this.sum += value
    if (value < this.min) this.min = value
    if (value > this.max) this.max = value
    if (value >= mostCounted) {
      this.#rare.set(value, (this.#rare.get(value) ?? 0) + 1)
      return
    }
    if (value >= this.#counts.length) {
      const grown = new Uint32Array(Math.min(mostCounted, Math.max(value + 1, this.#counts.length * 2)))
      grown.set(this.#counts)
      this.#counts = grown
    }
    this.#counts[value]!++
  }

  addAll(values: Iterable<number>): void {
    for (const value of values) this.add(value)
  }

  get average(): number | null {
    return this.n === 0 ? null : this.sum / this.n
  }

  /** How many are at most this long. */
  atMost(limit: number): number {
    let found = 0
    const end = Math.min(limit + 1, this.#counts.length)
    for (let value = 0; value < end; value++) found += this.#counts[value]!
    for (const [value, count] of this.#rare) if (value <= limit) found += count
    return found
  }

  /**
   * Linear interpolation between closest ranks, as PostgreSQL's `percentile_cont` and spreadsheets' PERCENTILE:
   * these are compared with both. Shares in rising order; null where nothing was gathered.
   */
  percentiles(shares: readonly number[]): (number | null)[] {
    if (this.n === 0) return shares.map(() => null)
    const places = shares.map((share) => share * (this.n - 1))
    const ranks = [...new Set(places.flatMap((place) => [Math.floor(place), Math.ceil(place)]))].toSorted(
      (a, b) => a - b,
    )
    const found = new Map<number, number>()
    let seen = 0
    let next = 0
    const pass = (value: number, count: number) => {
      seen += count
      while (next < ranks.length && ranks[next]! < seen) found.set(ranks[next++]!, value)
    }
    const counts = this.#counts
    for (let value = 0; value < counts.length && next < ranks.length; value++)
      if (counts[value]! > 0) pass(value, counts[value]!)
    for (const [value, count] of [...this.#rare].toSorted(([a], [b]) => a - b)) pass(value, count)
    return places.map((place) => {
      const low = found.get(Math.floor(place))!
      const high = found.get(Math.ceil(place))!
      return low + (high - low) * (place - Math.floor(place))
    })
  }
}

/** Longer than the eighteen hours after which a ticket expires. */
const mostCounted = 1 << 17
