import { start } from '@guichet/server/main'
import { answerOrders } from './orders.ts'

// One server in a process of its own, so that it can be killed and weighed.
answerOrders({})
await start(process.env)
process.send!({ ready: true })
