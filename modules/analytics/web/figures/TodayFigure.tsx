import { read } from '@guichet/kit/api'
import { Figure, type Drawing } from '@guichet/kit/figure'
import { line } from '@guichet/plots/line'
import { useSuspenseQuery } from '@tanstack/react-query'
import { readQueueMetrics } from '../../figures/contract.ts'
import { useFigureWords } from './period.ts'

/** The queue of one site today, from a reading every thirty seconds. */
export function TodayFigure({ site_id }: { site_id: string }) {
  const words = useFigureWords()
  const { text, formats, day } = words
  const { data } = useSuspenseQuery({
    ...read(readQueueMetrics, { params: { site_id } }),
    refetchInterval: 30_000,
  })
  const last = data.items.at(-1)
  const most = data.items.toSorted((a, b) => b.waiting - a.waiting)[0]
  const title =
    last && most
      ? text('figures.today_title', { count: last.waiting, most: most.waiting, time: formats.time(most.at) })
      : text('figures.today_none')
  const rows = data.items.map((row) => ({
    label: formats.time(row.at),
    value: row.waiting,
    spoken: text('figures.spoken.today', {
      time: formats.time(row.at),
      count: row.waiting,
      open: row.counters_open,
    }),
  }))
  const options = {
    title,
    description: rows.at(-1)?.spoken ?? '',
    unit: text('figures.unit.people'),
    period: day(data.day),
    empty: text('figures.today_none'),
    number: words.one_decimal,
    words: { value: text('figures.waiting') },
  }
  return (
    <Figure
      title={title}
      unit={options.unit}
      period={options.period}
      {...(last ? { refreshed_at: last.at } : {})}
      rows={data.items}
      columns={[
        { key: 'time', header: text('figures.time'), value: (row) => formats.time(row.at) },
        { key: 'waiting', header: text('figures.waiting'), value: (row) => row.waiting, align: 'end' },
        { key: 'serving', header: text('figures.serving'), value: (row) => row.serving, align: 'end' },
        {
          key: 'counters_open',
          header: text('figures.counters_open'),
          value: (row) => row.counters_open,
          align: 'end',
        },
      ]}
      draw={(how: Drawing) => line(rows, { ...options, ...how })}
      file={text('figures.file.today')}
      note={text('figures.today_note')}
    />
  )
}
