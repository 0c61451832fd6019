import { Badge } from '@guichet/kit/badge'
import { useText } from '@guichet/kit/texts'
import { type Status, tones } from './words.ts'

const icons = {
  PENDING: 'clock',
  RUNNING: 'loader',
  COMPLETED: 'success',
  FAILED: 'error',
  CANCELLED: 'forbidden',
} as const

export function StatusBadge({ status }: { status: Status }) {
  const text = useText('reports')
  return (
    <Badge tone={tones[status]} icon={icons[status]}>
      {text(`status.${status}`)}
    </Badge>
  )
}
