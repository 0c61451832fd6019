import { read, usePages } from '@guichet/kit/api'
import { Button } from '@guichet/kit/button'
import { useText } from '@guichet/kit/texts'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { type DocumentSummary, listPages, type PageSummary, readPageImage } from '../contract.ts'
import { MethodMark } from './MethodMark.tsx'

interface PageRailProps {
  document: DocumentSummary
  page: number
  onChoose: (page: number) => void
}

/** All pages in small, each with how it was read. */
export function PageRail({ document, page, onChoose }: PageRailProps) {
  const text = useText('documents')
  const { items, more, loading_more } = usePages(listPages, {
    params: { document_id: document.id },
    query: { limit: 100 },
  })
  const drawn = document.type === 'pdf' || document.type === 'image'
  return (
    <nav
      aria-label={text('page.rail')}
      className="flex gap-2 overflow-x-auto pb-2 lg:max-h-[80vh] lg:flex-col lg:overflow-x-visible lg:overflow-y-auto lg:pr-1"
    >
      {items.map((item) => (
        <Thumbnail
          key={item.page}
          document_id={document.id}
          item={item}
          drawn={drawn}
          chosen={item.page === page}
          onChoose={onChoose}
        />
      ))}
      {more && (
        <Button size="small" busy={loading_more} onPress={more}>
          {text('page.more')}
        </Button>
      )}
    </nav>
  )
}

interface ThumbnailProps {
  document_id: string
  item: PageSummary
  drawn: boolean
  chosen: boolean
  onChoose: (page: number) => void
}

function Thumbnail({ document_id, item, drawn, chosen, onChoose }: ThumbnailProps) {
  const text = useText('documents')
  const place = useRef<HTMLButtonElement>(null)
  const [seen, setSeen] = useState(false)
  useEffect(() => {
    if (!drawn || !place.current) return
    // Drawn on the server when first asked for: only what somebody looks at.
    const watch = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) setSeen(true)
    })
    watch.observe(place.current)
    return () => watch.disconnect()
  }, [drawn])
  useEffect(() => {
    if (chosen) place.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [chosen])
  const { data } = useQuery({
    ...read(readPageImage, { params: { document_id, page: item.page } }),
    enabled: drawn && seen,
    staleTime: 30 * 60_000,
    retry: 5,
    retryDelay: 2_000,
  })
  return (
    <button
      ref={place}
      type="button"
      aria-current={chosen ? 'page' : undefined}
      aria-label={text('page.number', { page: item.page })}
      onClick={() => onChoose(item.page)}
      className={`flex w-24 shrink-0 flex-col items-center gap-1 rounded border p-1.5 lg:w-full ${
        chosen ? 'border-accent bg-accent-soft' : 'border-line bg-surface hover:border-control'
      }`}
    >
      {drawn && (
        <span className="flex h-24 w-full items-center justify-center overflow-hidden rounded-sm bg-sunken">
          {data?.thumbnail_url && (
            <img src={data.thumbnail_url} alt="" loading="lazy" className="max-h-full max-w-full" />
          )}
        </span>
      )}
      <span className="flex items-center gap-1.5 text-sm">
        <span className="num">{item.page}</span>
        <MethodMark page={item} short />
      </span>
    </button>
  )
}
