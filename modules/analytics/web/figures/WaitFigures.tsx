import { Figure, type Drawing } from '@guichet/kit/figure'
import { bars } from '@guichet/plots/bars'
import { line } from '@guichet/plots/line'
import type { WaitTimes } from '../../figures/contract.ts'
import { type FigureWords, useFigureWords } from './period.ts'

/** What the three have in common. */
const frameOf = (words: FigureWords, report: WaitTimes) => ({
  unit: words.text('figures.unit.minutes'),
  period: words.period(report.period),
  empty: words.text('figures.empty'),
  number: words.one_decimal,
})
const targetOf = (words: FigureWords, report: WaitTimes) =>
  report.target_s === null
    ? undefined
    : {
        value: report.target_s / 60,
        label: words.text('figures.target', { target: words.minutes(report.target_s) }),
      }

type Band = { n: number; p10_s: number | null; p50_s: number | null; p90_s: number | null }
const spokenOf = (words: FigureWords, point: string, row: Band): string =>
  row.n === 0
    ? words.text('figures.spoken.nobody', { point })
    : words.text('figures.spoken.wait', {
        point,
        p50: words.minutes(row.p50_s),
        p90: words.minutes(row.p90_s),
        count: row.n,
      })

const columnsOf = <R extends Band>(words: FigureWords, key: string, name: (row: R) => string) => [
  { key, header: words.text(`figures.${key}`), value: name },
  { key: 'n', header: words.text('figures.waited'), value: (row: R) => row.n, align: 'end' as const },
  ...(['p10', 'p50', 'p90'] as const).map((share) => ({
    key: share,
    header: words.text(`figures.${share}`),
    value: (row: R) => rounded(row[`${share}_s`]),
    cell: (row: R) => words.minutes(row[`${share}_s`]),
    align: 'end' as const,
  })),
]
const rounded = (seconds: number | null) => (seconds === null ? null : Math.round(seconds / 6) / 10)

export function WaitFigure({ report }: { report: WaitTimes }) {
  const words = useFigureWords()
  const { text, inMinutes } = words
  const { step } = report.period
  const target = targetOf(words, report)
  const known = report.series.filter((row) => row.p50_s !== null)
  const over = report.target_s === null ? 0 : known.filter((row) => row.p50_s! > report.target_s!).length
  const title =
    report.target_s === null
      ? text('figures.wait_title', { p50: words.minutes(report.wait.p50_s) })
      : text(`figures.wait_over.${step}`, {
          count: over,
          all: known.length,
          target: words.minutes(report.target_s),
        })
  const rows = report.series.map((row) => ({
    label: words.point(row.day, step),
    value: inMinutes(row.p50_s),
    low: inMinutes(row.p10_s),
    high: inMinutes(row.p90_s),
    spoken: spokenOf(words, words.point(row.day, step), row),
  }))
  const options = {
    ...frameOf(words, report),
    title,
    description: rows.at(-1)?.spoken ?? '',
    words: { value: text('figures.p50'), band: text('figures.band') },
    ...(target ? { target } : {}),
  }
  return (
    <Figure
      title={title}
      unit={options.unit}
      period={options.period}
      refreshed_at={report.read_at}
      rows={report.series}
      columns={columnsOf(words, step, (row: WaitTimes['series'][number]) => words.point(row.day, step))}
      draw={(how: Drawing) => line(rows, { ...options, ...how })}
      file={text('figures.file.waits')}
      note={text('figures.wait_note', { count: report.wait.n })}
    />
  )
}

export function ServiceFigure({ report }: { report: WaitTimes }) {
  const words = useFigureWords()
  const { text } = words
  const known = report.by_service.filter((row) => row.p50_s !== null)
  const target = targetOf(words, report)
  const [slowest] = known
  if (!slowest) return null
  const several = new Set(known.map((row) => row.site_id)).size > 1
  const name = (row: WaitTimes['by_service'][number]) =>
    several ? `${row.service_name} · ${row.site_name}` : row.service_name
  const title = text('figures.service_title', {
    service: slowest.service_name,
    p50: words.minutes(slowest.p50_s),
  })
  const rows = known.map((row) => ({
    label: name(row),
    value: row.p50_s! / 60,
    low: row.p10_s! / 60,
    high: row.p90_s! / 60,
    note: words.minutes(row.p50_s),
    tone:
      report.target_s !== null && row.p50_s! > report.target_s ? ('warning' as const) : ('usual' as const),
    spoken: spokenOf(words, name(row), row),
  }))
  const options = {
    ...frameOf(words, report),
    title,
    description: rows.map((row) => row.spoken).join(' '),
    shape: 'dot' as const,
    ...(target ? { mark: target } : {}),
  }
  return (
    <Figure
      title={title}
      unit={options.unit}
      period={options.period}
      refreshed_at={report.read_at}
      rows={known}
      columns={columnsOf(words, 'service', name)}
      draw={(how: Drawing) => bars(rows, { ...options, ...how })}
      file={text('figures.file.services')}
      note={text('figures.range_note')}
    />
  )
}

export function HourFigure({ report }: { report: WaitTimes }) {
  const words = useFigureWords()
  const { text, inMinutes, hour } = words
  const slowest = report.by_hour.toSorted((a, b) => (b.p50_s ?? 0) - (a.p50_s ?? 0))[0]
  if (!slowest) return null
  const target = targetOf(words, report)
  const title = text('figures.hour_title', { hour: hour(slowest.hour), p50: words.minutes(slowest.p50_s) })
  const rows = report.by_hour.map((row) => ({
    label: hour(row.hour),
    value: inMinutes(row.p50_s),
    low: inMinutes(row.p10_s),
    high: inMinutes(row.p90_s),
    spoken: spokenOf(words, hour(row.hour), row),
  }))
  const options = {
    ...frameOf(words, report),
    title,
    description: rows.map((row) => row.spoken).join(' '),
    words: { value: text('figures.p50'), band: text('figures.band') },
    ...(target ? { target } : {}),
  }
  return (
    <Figure
      title={title}
      unit={options.unit}
      period={options.period}
      refreshed_at={report.read_at}
      rows={report.by_hour}
      columns={columnsOf(words, 'hour', (row: WaitTimes['by_hour'][number]) => hour(row.hour))}
      draw={(how: Drawing) => line(rows, { ...options, ...how })}
      file={text('figures.file.hours')}
      note={text('figures.hour_note')}
    />
  )
}
