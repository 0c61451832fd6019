import { Badge, type Tone } from '@guichet/kit/badge'
import { Icon, type IconName } from '@guichet/kit/icon'
import { useText } from '@guichet/kit/texts'
import type { PageSummary } from '../contract.ts'

/** Below this, what was recognised deserves a second look. */
const sure = 75

function looksOf(page: PageSummary): { tone: Tone; icon: IconName; word: string } {
  if (page.method === 'unreadable') return { tone: 'error', icon: 'error', word: 'method.unreadable' }
  if (page.method === 'text') return { tone: 'success', icon: 'file', word: 'method.text' }
  if ((page.confidence ?? 0) < sure) return { tone: 'warning', icon: 'warning', word: 'method.ocr_unsure' }
  return { tone: 'info', icon: 'eye', word: 'method.ocr' }
}

/** How a page was read: by word and sign, so that the colour only repeats it. */
export function MethodMark({ page, short = false }: { page: PageSummary; short?: boolean }) {
  const text = useText('documents')
  const { tone, icon, word } = looksOf(page)
  if (short)
    return (
      <span
        title={text(word)}
        className={
          tone === 'success'
            ? 'text-muted'
            : tone === 'info'
              ? 'text-info'
              : tone === 'warning'
                ? 'text-warning'
                : 'text-error'
        }
      >
        <Icon name={icon} size={14} />
        <span className="sr-only">{text(word)}</span>
      </span>
    )
  return (
    <Badge tone={tone} icon={icon}>
      {page.method === 'ocr'
        ? text('method.with_confidence', { word: text(word), confidence: page.confidence ?? 0 })
        : text(word)}
    </Badge>
  )
}
