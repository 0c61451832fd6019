import { Button } from '@guichet/kit/button'
import { useText } from '@guichet/kit/texts'

interface MoveButtonsProps {
  name: string
  first: boolean
  last: boolean
  busy?: boolean
  onMove: (by: -1 | 1) => void
}

/** Order by buttons: as quick as dragging for a short list, and it works with a keyboard or a thumb. */
export function MoveButtons({ name, first, last, busy, onMove }: MoveButtonsProps) {
  const text = useText('organisation')
  return (
    <span className="inline-flex">
      <Button
        variant="quiet"
        size="small"
        icon="chevron_down"
        className="rotate-180"
        aria-label={text('order.earlier', { name })}
        isDisabled={first || busy}
        onPress={() => onMove(-1)}
      />
      <Button
        variant="quiet"
        size="small"
        icon="chevron_down"
        aria-label={text('order.later', { name })}
        isDisabled={last || busy}
        onPress={() => onMove(1)}
      />
    </span>
  )
}
