import type pg from 'pg'
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'

export interface Metrics {
  registry: Registry
  request_s: Histogram<'method' | 'route' | 'status'>
  jobs: Counter<'task' | 'outcome'>
  job_s: Histogram<'task'>
  live_connections: Gauge<'kind'>
  live_dropped: Counter
  live_frames: Counter
}

export function createMetrics(pools: Record<string, pg.Pool>): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  // promtool refuses these three: gauges named like counters.
  for (const name of [
    'nodejs_active_handles_total',
    'nodejs_active_requests_total',
    'nodejs_active_resources_total',
  ]) {
    registry.removeSingleMetric(name)
  }
  const registers = [registry]
  new Gauge({
    name: 'guichet_database_connections',
    help: 'Connections of each pool, by state.',
    labelNames: ['pool', 'state'],
    registers,
    collect() {
      for (const [pool, { totalCount, idleCount, waitingCount }] of Object.entries(pools)) {
        this.set({ pool, state: 'busy' }, totalCount - idleCount)
        this.set({ pool, state: 'idle' }, idleCount)
        this.set({ pool, state: 'awaited' }, waitingCount)
      }
    },
  })
  return {
    registry,
    request_s: new Histogram({
      name: 'guichet_http_request_duration_seconds',
      help: 'Time to answer, by route.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers,
    }),
    jobs: new Counter({
      name: 'guichet_jobs_total',
      help: 'Jobs by task and outcome (succeeded, retrying, dead).',
      labelNames: ['task', 'outcome'],
      registers,
    }),
    job_s: new Histogram({
      name: 'guichet_job_duration_seconds',
      help: 'Time a job took, by task.',
      labelNames: ['task'],
      buckets: [0.01, 0.05, 0.25, 1, 5, 30, 120, 600],
      registers,
    }),
    live_connections: new Gauge({
      name: 'guichet_live_connections',
      help: 'Open live connections by kind (websocket, sse).',
      labelNames: ['kind'],
      registers,
    }),
    live_dropped: new Counter({
      name: 'guichet_live_dropped_total',
      help: 'Live connections closed because the client did not keep up.',
      registers,
    }),
    live_frames: new Counter({ name: 'guichet_live_frames_total', help: 'Live messages sent.', registers }),
  }
}
