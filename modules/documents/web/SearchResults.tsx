import { getApi, read } from '@guichet/kit/api'
import { Button } from '@guichet/kit/button'
import { Card } from '@guichet/kit/card'
import { Link } from '@guichet/kit/link'
import { Empty } from '@guichet/kit/page'
import { useText } from '@guichet/kit/texts'
import { useSuspenseInfiniteQuery } from '@tanstack/react-query'
import { useDeferredValue } from 'react'
import { searchDocuments, type SearchHit } from '../contract.ts'

/** Pages on which the words stand, each with the lines around them. */
export function SearchResults({ q, onClear }: { q: string; onClear: () => void }) {
  const text = useText('documents')
  const asked = useDeferredValue(q)
  const query = useSuspenseInfiniteQuery({
    queryKey: [...read(searchDocuments, { query: { q: asked } }).queryKey, 'pages'],
    queryFn: ({ signal, pageParam }) =>
      getApi().request(
        searchDocuments,
        { query: { q: asked, limit: 20, ...(pageParam ? { cursor: pageParam } : {}) } },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
  })
  const items = query.data.pages.flatMap((page) => page.items)
  const taken_for = query.data.pages[0]?.taken_for ?? []
  if (items.length === 0)
    return (
      <Card>
        <Empty kind="filtered" title={text('search.nothing', { q: asked })} onClear={onClear} />
      </Card>
    )
  return (
    <Card>
      {taken_for.map(({ written, meant }) => (
        <p key={written} role="status" className="pb-3 text-muted">
          {text('search.taken_for', { written, meant: meant.join(', ') })}
        </p>
      ))}
      <ul className="divide-y divide-line">
        {items.map((hit) => (
          <Hit key={hit.id} hit={hit} q={asked} />
        ))}
      </ul>
      {query.hasNextPage && (
        <div className="pt-3 text-center">
          <Button busy={query.isFetchingNextPage} onPress={() => void query.fetchNextPage()}>
            {text('search.more')}
          </Button>
        </div>
      )}
    </Card>
  )
}

function Hit({ hit, q }: { hit: SearchHit; q: string }) {
  const text = useText('documents')
  return (
    <li className="py-3">
      <Link
        to={`/documents/${hit.document_id}`}
        search={{ page: String(hit.page), q }}
        className="font-medium text-accent underline-offset-2 hover:underline"
      >
        {text('search.place', { name: hit.document_name, page: hit.page })}
      </Link>
      {hit.customer_name && <span className="text-sm text-muted"> · {hit.customer_name}</span>}
      <p className="mt-1 max-w-prose break-words">
        {hit.excerpt.map((piece, index) =>
          piece.found ? (
            <mark key={index} className="rounded-sm bg-warning-soft px-0.5 text-ink">
              {piece.text}
            </mark>
          ) : (
            <span key={index}>{piece.text}</span>
          ),
        )}
      </p>
    </li>
  )
}
