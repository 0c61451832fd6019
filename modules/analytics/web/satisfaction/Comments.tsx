import { usePages } from '@guichet/kit/api'
import { Badge } from '@guichet/kit/badge'
import { Card } from '@guichet/kit/card'
import { Select } from '@guichet/kit/form'
import { useSetSearch } from '@guichet/kit/link'
import { Empty } from '@guichet/kit/page'
import type { PageProps } from '@guichet/kit/shell-route'
import { Table } from '@guichet/kit/table'
import { listComments, type Comment } from '../../satisfaction/contract.ts'
import { useFigureWords, useFilters } from '../figures/period.ts'

const toneOf = (csat: number) => (csat <= 2 ? 'warning' : csat === 3 ? 'neutral' : 'success')

/** What visitors wrote, the newest first. */
export function Comments({ search }: Pick<PageProps, 'search'>) {
  const { text, formats } = useFigureWords()
  const setSearch = useSetSearch()
  const { agent_id: _agent, ...filters } = useFilters(search)
  const bad = search.bad === 'yes'
  const comments = usePages(listComments, {
    query: { ...filters, limit: 20, ...(bad ? { at_most: 2 } : {}) },
  })
  return (
    <Card
      className="mt-5"
      padded={false}
      title={text('satisfaction.comments.title')}
      actions={
        <Select
          label={text('satisfaction.table.rating')}
          isRequired
          options={[
            { value: 'all', label: text('satisfaction.comments.all') },
            { value: 'bad', label: text('satisfaction.comments.only_bad') },
          ]}
          value={bad ? 'bad' : 'all'}
          onChange={(value) => setSearch({ bad: value === 'bad' ? 'yes' : undefined })}
        />
      }
    >
      <Table
        caption={text('satisfaction.comments.title')}
        items={comments.items}
        more={comments.more}
        loadingMore={comments.loading_more}
        stale={comments.stale}
        empty={
          <Empty
            kind="done"
            title={text('satisfaction.comments.none')}
            note={text('satisfaction.comments.none_note')}
          />
        }
        columns={[
          {
            key: 'comment',
            header: text('satisfaction.comments.title'),
            cell: (row: Comment) => <span className="whitespace-pre-line">{row.comment}</span>,
          },
          {
            key: 'csat',
            header: text('satisfaction.table.rating'),
            width: '12rem',
            cell: (row) => (
              <Badge tone={toneOf(row.csat)}>
                {text('satisfaction.comments.rating', {
                  csat: row.csat,
                  word: text(`satisfaction.rating.${row.csat}`),
                })}
              </Badge>
            ),
          },
          {
            key: 'service',
            header: text('satisfaction.table.service'),
            width: '14rem',
            cell: (row) => row.service_name,
          },
          {
            key: 'at',
            header: text('satisfaction.table.at'),
            width: '10rem',
            cell: (row) => formats.date_time(row.cast_at),
          },
        ]}
      />
    </Card>
  )
}
