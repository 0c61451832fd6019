import { Badge, type Tone } from '@guichet/kit/badge'
import type { IconName } from '@guichet/kit/icon'
import { useFormats, useText } from '@guichet/kit/texts'
import type { DocumentSummary } from '../contract.ts'
import { ProgressBar } from './ProgressBar.tsx'

const looks: Record<DocumentSummary['status'], { tone: Tone; icon: IconName }> = {
  uploading: { tone: 'info', icon: 'upload' },
  queued: { tone: 'neutral', icon: 'clock' },
  reading: { tone: 'info', icon: 'eye' },
  read: { tone: 'success', icon: 'success' },
  failed: { tone: 'error', icon: 'error' },
  cancelled: { tone: 'neutral', icon: 'forbidden' },
  needs_password: { tone: 'warning', icon: 'lock' },
}

/** Where a document stands, in words; why, when it failed. */
export function DocumentStatus({ document }: { document: DocumentSummary }) {
  const text = useText('documents')
  const formats = useFormats()
  const { status, reason, note, page_count, pages_done } = document
  const { tone, icon } = looks[status]
  return (
    <span className="flex min-w-0 flex-col items-start gap-1">
      <Badge tone={tone} icon={icon}>
        {text(`status.${status}`)}
      </Badge>
      {status === 'reading' && page_count !== null && (
        <span className="flex flex-wrap items-center gap-2 text-sm text-muted">
          {text('progress.pages', { done: pages_done, all: page_count })}
          <ProgressBar label={text('progress.reading')} done={pages_done} all={page_count} />
        </span>
      )}
      {status === 'uploading' && (
        <span className="text-sm text-muted">
          {text('upload.sent', {
            sent: formats.bytes(document.received),
            bytes: formats.bytes(document.bytes),
          })}
        </span>
      )}
      {reason && <span className="text-sm whitespace-normal text-error">{text(`reason.${reason}`)}</span>}
      {note && <span className="text-sm whitespace-normal text-muted">{text(`note.${note}`)}</span>}
    </span>
  )
}

/** How the pages were read: "12 pages : 9 lues, 2 reconnues, 1 illisible". */
export function PageCounts({ document }: { document: DocumentSummary }) {
  const text = useText('documents')
  const { text_pages, ocr_pages, unreadable_pages, hidden_pages, page_count } = document
  if (page_count === null) return <span className="text-muted">–</span>
  const parts = [
    text_pages > 0 && text('counts.text', { count: text_pages }),
    ocr_pages > 0 && text('counts.ocr', { count: ocr_pages }),
    unreadable_pages > 0 && text('counts.unreadable', { count: unreadable_pages }),
    hidden_pages > 0 && text('counts.hidden', { count: hidden_pages }),
  ].filter((part) => part !== false)
  return (
    <span className="whitespace-normal">
      {text('counts.pages', { count: page_count })}
      {parts.length > 0 && <span className="block text-sm text-muted">{parts.join(', ')}</span>}
    </span>
  )
}
