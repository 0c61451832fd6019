import { read, useRead } from '@guichet/kit/api'
import { Card } from '@guichet/kit/card'
import { Icon } from '@guichet/kit/icon'
import { LinkButton } from '@guichet/kit/link'
import { Notice } from '@guichet/kit/page'
import { useText } from '@guichet/kit/texts'
import { useQuery } from '@tanstack/react-query'
import { type DocumentSummary, readPage, readPageImage } from '../contract.ts'
import { MethodMark } from './MethodMark.tsx'
import { found } from './found.ts'

interface OnePageProps {
  document: DocumentSummary
  page: number
  last: number
  /** Words somebody looked for, to be shown where they stand. */
  q?: string
}

/** One page: its picture beside its text. */
export function OnePage({ document, page, last, q }: OnePageProps) {
  const text = useText('documents')
  const drawn = document.type === 'pdf' || document.type === 'image'
  const content = useRead(readPage, { params: { document_id: document.id, page } })
  const to = `/documents/${document.id}`
  return (
    <div className="min-w-0">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h2 className="text-lg font-semibold">
            {text(drawn ? 'page.of' : 'page.part_of', { page, last })}
          </h2>
          <MethodMark page={content} />
        </div>
        <div className="flex gap-2">
          {page > 1 && (
            <LinkButton to={to} search={{ page: String(page - 1), q }} icon="chevron_left" size="small">
              {text('page.before')}
            </LinkButton>
          )}
          {page < last && (
            <LinkButton to={to} search={{ page: String(page + 1), q }} icon="chevron_right" size="small">
              {text('page.after')}
            </LinkButton>
          )}
        </div>
      </div>
      {content.reason && content.method !== 'text' && (
        <p className="mb-3 flex items-start gap-2 text-muted">
          <Icon name="info" size={18} />
          {text(`page_reason.${content.reason}`)}
        </p>
      )}
      <div className={`grid items-start gap-4 ${drawn ? 'xl:grid-cols-2' : ''}`}>
        {drawn && <Picture document_id={document.id} page={page} name={document.name} />}
        <Card title={text('page.text')}>
          {content.text === '' ? (
            <p className="text-muted">{text('page.no_text')}</p>
          ) : (
            <div className="max-w-prose break-words whitespace-pre-wrap">
              {found(content.text, q ?? '').map((piece, index) =>
                piece.found ? (
                  <mark key={index} className="rounded-sm bg-warning-soft px-0.5 text-ink">
                    {piece.text}
                  </mark>
                ) : (
                  piece.text
                ),
              )}
            </div>
          )}
          {content.hidden !== null && (
            <div className="mt-4">
              <Notice tone="warning">
                {text(content.hidden === content.text ? 'page.under_picture' : 'page.hidden')}
              </Notice>
              {content.hidden !== content.text && (
                <p className="mt-2 max-w-prose border-l-2 border-warning pl-3 break-words whitespace-pre-wrap text-muted">
                  {content.hidden}
                </p>
              )}
            </div>
          )}
        </Card>
      </div>
    </div>
  )
}

function Picture({ document_id, page, name }: { document_id: string; page: number; name: string }) {
  const text = useText('documents')
  const { data, isPending, isError } = useQuery({
    ...read(readPageImage, { params: { document_id, page } }),
    staleTime: 30 * 60_000,
    retry: 5,
    retryDelay: 2_000,
  })
  return (
    <div className="flex min-h-64 items-center justify-center overflow-hidden rounded border border-line bg-sunken p-2">
      {data?.url ? (
        <img
          src={data.url}
          alt={text('page.picture', { name, page })}
          className="max-w-full rounded-sm shadow-raised"
        />
      ) : (
        <p role="status" className="text-muted">
          {text(isPending ? 'page.drawing' : isError ? 'page.not_drawn' : 'page.no_picture')}
        </p>
      )}
    </div>
  )
}
