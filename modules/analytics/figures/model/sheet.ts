/** What the packed columns of `analytics.day_sheet` hold. PostgreSQL writes integers with their high byte first. */

/** Stands in the agent's place of a sheet for everybody together, those whom nobody called included. */
export const everybody_id = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

const hour_shift = 24
const wait_mask = (1 << hour_shift) - 1

/** Seconds waited, and the hour of issue of each. */
export function readWaits(packed: Buffer): { waits: Uint32Array; hours: Uint8Array } {
  const count = packed.length / 4
  const waits = new Uint32Array(count)
  const hours = new Uint8Array(count)
  for (let at = 0; at < count; at++) {
    const value = packed.readInt32BE(at * 4)
    waits[at] = value & wait_mask
    hours[at] = value >>> hour_shift
  }
  return { waits, hours }
}

export function readSeconds(packed: Buffer): Uint32Array {
  const values = new Uint32Array(packed.length / 4)
  for (let at = 0; at < values.length; at++) values[at] = packed.readInt32BE(at * 4)
  return values
}
