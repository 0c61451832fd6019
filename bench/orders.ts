export interface Order {
  order: string
}

/** The other end of `ask`. A program of the bench dies with whoever started it. */
export function answerOrders(answers: Record<string, (order: never) => object | Promise<object>>): void {
  const all: typeof answers = {
    memory() {
      globalThis.gc?.()
      return { rss: process.memoryUsage.rss() }
    },
    ...answers,
  }
  process.on('disconnect', () => process.exit(0))
  process.on('message', (order: Order) => {
    void (async () => process.send!(await all[order.order]!(order as never)))()
  })
}
