import { organisation } from '@guichet/organisation/module'
import { platformModule } from '@guichet/platform/as-module'
import type { Module } from '@guichet/platform/module'
import { queue } from '@guichet/queue/module'

/** Every room, in the order of the floors: migrations run in it. */
export const modules: readonly Module[] = [platformModule, organisation, queue]
