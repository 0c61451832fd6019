import { gammaQuantile, gaussian, lognormalOf, remaining, seeded } from './law.ts'
import type { Pace } from './pace.ts'

/** One agent at work, as seen from now. Seconds. */
export interface AgentAhead {
  service_ids: readonly string[]
  /** When the agent is at the counter: 0 now, later for a pause whose end is known. */
  back_in_s: number
  /** Whom the agent receives, and since when; null when free. */
  visit: { service_id: string; elapsed_s: number } | null
}

export interface Situation {
  agents: readonly AgentAhead[]
  /** Services of everybody who will be called before, in that order. */
  ahead: readonly string[]
  service_id: string
  paces: ReadonlyMap<string, Pace>
  /** Who will come and be called first: appointments by their time, in seconds from now. */
  appointments: readonly { service_id: string; in_s: number }[]
  /** Priority visitors who may still come and pass, per second; 0 for whoever has priority already. */
  overtaking: { per_s: number; service_id: string } | null
  /** How many may pass for each one that does not; null without a limit. */
  most_passing: number | null
  /** From the last end to the next call. */
  turnaround_s: number
}
export interface Estimate {
  p50_s: number
  p90_s: number
  method: 'gamma' | 'simulated'
}

const paceOf = (situation: Situation, service_id: string): Pace =>
  situation.paces.get(service_id) ?? { mean_s: 600, cv: 0.75, n: 0 }

/**
 * How long until this visitor is called, as a median and as what nine in ten do not exceed; null when nobody
 * gives the service. Where every counter gives everything and nobody may pass, by a Gamma law over capacity;
 * where skills, priorities or a colleague's return matter, by living the next hours a few hundred times.
 */
export function estimateWait(situation: Situation): Estimate | null {
  const { agents, service_id } = situation
  if (!agents.some((agent) => agent.service_ids.includes(service_id))) return null
  const concerned = new Set([service_id, ...situation.ahead])
  const able = agents.filter((agent) => agent.service_ids.some((id) => concerned.has(id)))
  const pooled = able.every((agent) => [...concerned].every((id) => agent.service_ids.includes(id)))
  const passed = situation.appointments.length > 0 || (situation.overtaking?.per_s ?? 0) > 0
  const away = able.some((agent) => agent.back_in_s > 0)
  // A simulation of hundreds ahead would cost more than it tells: their sum is nearly certain.
  if ((pooled && !passed && !away) || situation.ahead.length > mostSimulated)
    return { ...byGamma({ ...situation, agents: able }), method: 'gamma' }
  return { ...simulated({ ...situation, agents: able }), method: 'simulated' }
}

const mostSimulated = 120

/**
 * Work ahead in agent-seconds is a sum of services, nearly Gamma (exactly for exponential services: with n ahead
 * and c counters the wait is Gamma(n + 1, S/c)). It is reached when the integral of capacity over time equals it,
 * so pauses with a known end and counters about to be free bend time, not the law.
 */
export function byGamma(situation: Situation): { p50_s: number; p90_s: number } {
  const { agents, ahead, turnaround_s } = situation
  let mean = 0
  let variance = 0
  for (const service_id of ahead) {
    const pace = paceOf(situation, service_id)
    mean += pace.mean_s + turnaround_s
    variance += (pace.cv * pace.mean_s) ** 2
  }
  // What remains of the visits under way at the start, less what will remain of the others' at the call.
  const own = paceOf(situation, situation.service_id)
  const typical = (own.mean_s * (1 + own.cv ** 2)) / 2
  let residual = 0
  let residual_variance = 0
  for (const agent of agents) {
    if (!agent.visit) {
      residual += agent.back_in_s > 0 ? 0 : turnaround_s
      continue
    }
    const pace = paceOf(situation, agent.visit.service_id)
    const rest = remaining(pace.mean_s, pace.cv, agent.visit.elapsed_s)
    residual += rest.mean + turnaround_s
    residual_variance += rest.variance
  }
  const busy = agents.filter((agent) => agent.visit).length
  const others = Math.max(0, agents.length - 1)
  const start = busy < agents.length && ahead.length < agents.length - busy ? 0 : residual - others * typical
  mean += Math.max(start, busy > 0 ? typical / agents.length : turnaround_s)
  variance += residual_variance / Math.max(1, busy)
  return {
    p50_s: timeOfWork(agents, gammaQuantile(mean, variance, 0.5)),
    p90_s: timeOfWork(agents, gammaQuantile(mean, variance, 0.9)),
  }
}

/** When so many agent-seconds of work will have been done. */
export function timeOfWork(agents: readonly AgentAhead[], work_s: number): number {
  const returns = agents.map(({ back_in_s }) => back_in_s).toSorted((a, b) => a - b)
  let done = 0
  for (const [index, since] of returns.entries()) {
    const until = returns[index + 1] ?? Infinity
    const capacity = index + 1
    if (done + capacity * (until - since) >= work_s) return since + (work_s - done) / capacity
    done += capacity * (until - since)
  }
  return Infinity
}

/** Past this nobody believes a number. */
const longest_s = 12 * 3_600

/** Enough for a P90 that moves by a few per cent only; the same draws each time, so a range does not flicker. */
export const runs = 240
const draws = 4_096
const normals = (() => {
  const random = seeded(77)
  return Float64Array.from({ length: draws }, () => gaussian(random))
})()

/** Lives the queue many times over with services drawn from their laws. */
export function simulated(situation: Situation, count = runs): { p50_s: number; p90_s: number } {
  const waits = new Float64Array(count)
  for (let run = 0; run < count; run++) waits[run] = lived(situation, run)
  waits.sort()
  return {
    p50_s: waits[Math.floor(count * 0.5)]!,
    p90_s: waits[Math.min(count - 1, Math.ceil(count * 0.9) - 1)]!,
  }
}

function lived(situation: Situation, run: number): number {
  const random = seeded(1_000 + run)
  let at = (run * 977) % draws
  const normal = () => normals[(at = (at + 1) % draws)]!
  const lasting = (service_id: string): number => {
    const pace = paceOf(situation, service_id)
    const { mu, sigma } = lognormalOf(pace.mean_s, pace.cv)
    return Math.exp(mu + sigma * normal())
  }
  const { turnaround_s } = situation
  const free = situation.agents.map((agent) => {
    if (!agent.visit) return Math.max(agent.back_in_s, turnaround_s)
    const pace = paceOf(situation, agent.visit.service_id)
    const rest = remaining(pace.mean_s, pace.cv, agent.visit.elapsed_s)
    const law = lognormalOf(rest.mean, Math.sqrt(rest.variance) / rest.mean)
    return Math.exp(law.mu + law.sigma * normal()) + turnaround_s
  })
  const line = [...situation.ahead, situation.service_id]
  const gone = new Uint8Array(line.length)
  const passing = [...situation.appointments]
  const overtaking = situation.overtaking
  let next_arrival =
    overtaking && overtaking.per_s > 0 ? -Math.log(1 - random()) / overtaking.per_s : Infinity
  let in_a_row = 0
  for (let guard = 0; guard < 5_000; guard++) {
    let first = 0
    for (let index = 1; index < free.length; index++) if (free[index]! < free[first]!) first = index
    const now = free[first]!
    if (now === Infinity) return longest_s
    const gives = situation.agents[first]!.service_ids
    while (next_arrival <= now) {
      passing.push({ service_id: overtaking!.service_id, in_s: next_arrival })
      next_arrival += -Math.log(1 - random()) / overtaking!.per_s
    }
    const may_pass = situation.most_passing === null || in_a_row < situation.most_passing
    const passer = may_pass
      ? passing.findIndex((one) => one.in_s <= now && gives.includes(one.service_id))
      : -1
    if (passer >= 0) {
      free[first] = now + lasting(passing[passer]!.service_id) + turnaround_s
      passing.splice(passer, 1)
      in_a_row++
      continue
    }
    let next = 0
    while (next < line.length && (gone[next] || !gives.includes(line[next]!))) next++
    if (next === line.length - 1) return now
    if (next === line.length) {
      // Gives neither this service nor any that is left ahead of it.
      free[first] = Infinity
      continue
    }
    gone[next] = 1
    in_a_row = 0
    free[first] = now + lasting(line[next]!) + turnaround_s
  }
  return longest_s
}
