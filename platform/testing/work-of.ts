import { system, type Tenant } from '../ctx.ts'
import type { Work } from '../jobs/task.ts'
import { inTenant } from '../platform.ts'
import type { TestHouse } from './test-house.ts'

/** What a task works with, for tests that run it step by step instead of by a worker. */
export const workOf = (house: Pick<TestHouse, 'platform'>, tenant: Tenant): Work => ({
  platform: house.platform,
  tenant,
  log: house.platform.log,
  signal: new AbortController().signal,
  attempt: 1,
  last_attempt: false,
  open: (work, options) => inTenant(house.platform, { tenant, actor: system, ...options }, work),
})
