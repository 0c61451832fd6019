export const orderStatuses = ['draft', 'sent', 'partly_received', 'received', 'closed', 'cancelled'] as const
export type OrderStatus = (typeof orderStatuses)[number]
export type OrderStep = 'change' | 'send' | 'receive' | 'close' | 'cancel'

const from: Record<OrderStep, readonly OrderStatus[]> = {
  change: ['draft'],
  send: ['draft'],
  receive: ['sent', 'partly_received'],
  close: ['sent', 'partly_received'],
  cancel: ['draft', 'sent'],
}

/** Draft, sent, received in part or whole; closed short by us, or cancelled before anything came. */
export const mayTake = (step: OrderStep, status: OrderStatus): boolean => from[step].includes(status)

/** The state an order is in once a delivery is written. */
export const afterReceipt = (complete: boolean): OrderStatus => (complete ? 'received' : 'partly_received')

/** `2026-03-10` and 5 days: `2026-03-15`. */
export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
