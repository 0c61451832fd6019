/** Lists a page needs: the contract's schemas do not travel to browsers. */
export const statuses = ['PENDING', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELLED'] as const
export type Status = (typeof statuses)[number]

export const tones = {
  PENDING: 'neutral',
  RUNNING: 'info',
  COMPLETED: 'success',
  FAILED: 'error',
  CANCELLED: 'warning',
} as const

export const isOver = (status: Status): boolean => status !== 'PENDING' && status !== 'RUNNING'
