import { Badge } from '@guichet/kit/badge'
import { Icon } from '@guichet/kit/icon'
import { useText } from '@guichet/kit/texts'
import type { Sentence, Source } from '../../contract.ts'

export type OpenSource = (source: Pick<Source, 'document_id' | 'page' | 'quote'>) => void

/** A sentence, and beside it where it stands. */
export function SentenceList({ sentences, onOpen }: { sentences: readonly Sentence[]; onOpen: OpenSource }) {
  const text = useText('reports')
  if (sentences.length === 0) return <p className="text-sm text-muted">{text('template.nothing')}</p>
  return (
    <ul className="grid gap-1">
      {sentences.map((sentence, index) => (
        <li
          // The report does not change any more.
          key={index}
          className="grid gap-x-6 gap-y-1 border-b border-line py-3 last:border-0 lg:grid-cols-[minmax(0,1fr)_16rem]"
        >
          <p className="max-w-prose">
            {sentence.text}{' '}
            {sentence.origin === 'replaced' && <Badge tone="warning">{text('report.replaced')}</Badge>}
          </p>
          <div className="flex flex-col items-start gap-1">
            {sentence.sources.map((source) => (
              <SourceButton
                key={`${source.document_id} ${source.page} ${source.quote}`}
                source={source}
                onOpen={onOpen}
              />
            ))}
          </div>
        </li>
      ))}
    </ul>
  )
}

export function SourceButton({ source, onOpen }: { source: Source; onOpen: OpenSource }) {
  const text = useText('reports')
  return (
    <button
      type="button"
      onClick={() => onOpen(source)}
      className="inline-flex min-h-6 max-w-full items-start gap-1.5 rounded text-start text-sm text-accent underline pointer-coarse:min-h-11 pointer-coarse:items-center"
    >
      <Icon name="file" size={16} className="mt-0.5 shrink-0" />
      <span className="min-w-0 break-words">
        {text('document.cited', { document: source.document_name, page: source.page })}
      </span>
    </button>
  )
}
