import { analytics } from '@guichet/analytics/module'
import { documents } from '@guichet/documents/module'
import { organisation } from '@guichet/organisation/module'
import { platformModule } from '@guichet/platform/as-module'
import type { Module } from '@guichet/platform/module'
import { queue } from '@guichet/queue/module'
import { reports } from '@guichet/reports/module'
import { stock } from '@guichet/stock/module'

/** Every room, in the order of the floors: migrations run in it. */
export const modules: readonly Module[] = [
  platformModule,
  organisation,
  documents,
  queue,
  stock,
  reports,
  analytics,
]
