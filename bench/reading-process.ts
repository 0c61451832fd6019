import { createPlatform } from '@guichet/platform/platform'
import { createWorker } from '@guichet/platform/worker'
import { modules } from '@guichet/server/modules'
import { configOf } from './house.ts'
import { answerOrders } from './orders.ts'

/** A worker in a process of its own, to be killed. */
const platform = await createPlatform({ config: configOf(process.env as Record<string, string>), modules })
await createWorker(platform)
answerOrders({})
process.send!({ ready: true })
