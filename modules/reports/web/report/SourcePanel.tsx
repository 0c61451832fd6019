import { useRead } from '@guichet/kit/api'
import { Badge } from '@guichet/kit/badge'
import { Button } from '@guichet/kit/button'
import { LinkButton } from '@guichet/kit/link'
import { SidePanel } from '@guichet/kit/side-panel'
import { useText } from '@guichet/kit/texts'
import { useEffect, useRef } from 'react'
import { readSourcePage } from '../../contract.ts'
import { highlighted } from './highlight.ts'

interface Props {
  report_id: string
  document_id: string
  page: number
  quote: string
  onTurn: (page: number) => void
  onClose: () => void
}

/** The page a sentence rests on, with its words marked. */
export function SourcePanel(props: Props) {
  const text = useText('reports')
  return (
    <SidePanel title={text('report.source')} onClose={props.onClose}>
      <SourceText {...props} />
    </SidePanel>
  )
}

function SourceText({ report_id, document_id, page, quote, onTurn }: Props) {
  const text = useText('reports')
  const source = useRead(readSourcePage, { params: { report_id }, query: { document_id, page } })
  const mark = useRef<HTMLElement>(null)
  useEffect(() => mark.current?.scrollIntoView({ block: 'center' }), [document_id, page, quote])
  return (
    <div className="grid gap-3">
      <div>
        <p className="font-semibold break-words">{source.document_name}</p>
        <p className="flex flex-wrap items-center gap-2 text-sm text-muted">
          {text('report.page_of', { page: source.page, count: source.page_count })}
          {source.method === 'ocr' && <Badge>{text('report.recognised')}</Badge>}
        </p>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <Button
          size="small"
          icon="chevron_left"
          aria-label={text('report.page_before')}
          isDisabled={page <= 1}
          onPress={() => onTurn(page - 1)}
        />
        <Button
          size="small"
          icon="chevron_right"
          aria-label={text('report.page_after')}
          isDisabled={page >= source.page_count}
          onPress={() => onTurn(page + 1)}
        />
        <LinkButton size="small" icon="external" to={`/documents/${document_id}?page=${page}`}>
          {text('report.open_document')}
        </LinkButton>
      </div>
      {source.text.trim() === '' ? (
        <p className="text-muted">{text('report.no_text')}</p>
      ) : (
        <p className="rounded border border-line bg-sunken px-3 py-2.5 text-sm break-words whitespace-pre-wrap">
          {highlighted(source.text, quote).map((piece) =>
            piece.marked ? (
              <mark
                key="mark"
                ref={mark}
                className="rounded-sm bg-warning-soft px-0.5 font-semibold text-ink"
              >
                {piece.text}
              </mark>
            ) : (
              piece.text
            ),
          )}
        </p>
      )}
    </div>
  )
}
