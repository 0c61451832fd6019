import { z } from 'zod'
import { endpoint, pageOf, PageQuery } from './contract.ts'

export const Capabilities = z.object({
  items: z.array(z.object({ name: z.string(), on: z.boolean(), needs: z.array(z.string()) })),
})
export type Capabilities = z.infer<typeof Capabilities>
export const listCapabilities = endpoint({
  method: 'GET',
  path: '/capabilities',
  permission: 'member',
  summary: 'What the organisation may use (queue, stock, reports…) and what of it is switched on.',
  transaction: false,
  reply: Capabilities,
})
export const setCapabilities = endpoint({
  method: 'PUT',
  path: '/capabilities',
  permission: 'platform.capability.write',
  summary: 'Switches on the capabilities that are named, and off the others; what they hold is kept.',
  transaction: false,
  body: z.object({ names: z.array(z.string().max(40)).max(40) }),
  reply: Capabilities,
  errors: ['platform.capability_needs'],
})
export const listEvents = endpoint({
  method: 'GET',
  path: '/events',
  permission: 'platform.audit.read',
  summary: 'The event log as audit trail: who did what, when; newest first.',
  query: z.object({ ...PageQuery, name: z.string().max(80).optional(), site_id: z.uuid().optional() }),
  reply: pageOf(
    z.object({
      id: z.uuid(),
      at: z.string(),
      name: z.string(),
      site_id: z.uuid().nullable(),
      actor: z.object({ kind: z.string(), id: z.string().nullable(), name: z.string().nullable() }),
      payload: z.record(z.string(), z.unknown()),
      request_id: z.string(),
    }),
  ),
})
export const listJobRuns = endpoint({
  method: 'GET',
  path: '/job-runs',
  permission: 'platform.job.read',
  summary: 'Schedules that ran and jobs that failed; dead ones may be tried again.',
  query: z.object({ ...PageQuery, status: z.enum(['running', 'succeeded', 'retrying', 'dead']).optional() }),
  reply: pageOf(
    z.object({
      id: z.uuid(),
      task: z.string(),
      queue: z.string(),
      status: z.enum(['running', 'succeeded', 'retrying', 'dead']),
      attempt: z.int(),
      max_attempts: z.int(),
      error: z.string().nullable(),
      started_at: z.string(),
      ended_at: z.string().nullable(),
      next_attempt_at: z.string().nullable(),
    }),
  ),
})
export const retryJobRun = endpoint({
  method: 'POST',
  path: '/job-runs/:job_run_id/retry',
  permission: 'platform.job.write',
  summary: 'Puts a dead job back in its queue.',
  params: z.object({ job_run_id: z.uuid() }),
  reply: z.object({ queued: z.boolean() }),
  status: 202,
})
