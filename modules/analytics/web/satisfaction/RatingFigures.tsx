import { Figure, type Drawing } from '@guichet/kit/figure'
import { bars } from '@guichet/plots/bars'
import { stackedBars } from '@guichet/plots/stacked-bars'
import type { Satisfaction, SatisfactionReport } from '../../satisfaction/contract.ts'
import { type FigureWords, useFigureWords } from '../figures/period.ts'

const ratings = [1, 2, 3, 4, 5] as const
type Group = Satisfaction & { label: string }

/** Ratings from 1 to 5 of services, weeks or agents, as shares. */
export function RatingsFigure({
  report,
  of,
  groups,
}: {
  report: SatisfactionReport
  of: 'service' | 'week' | 'agent'
  groups: readonly Group[]
}) {
  const words = useFigureWords()
  const { text, formats, percent } = words
  const named = groups.map((group) => ({
    ...group,
    label:
      of === 'week'
        ? text('satisfaction.by_week.week', { day: formats.day(`${group.label}T12:00:00Z`) })
        : group.label,
  }))
  const title = titleOf(words, of, named)
  const votes = (count: number) => text('satisfaction.by_service.votes', { count })
  const mean = (group: Group) => (group.csat ? formats.number(group.csat.mean, 1) : '')
  const rows = named.map((group) => ({
    label: group.label,
    counts: group.csat?.distribution ?? [],
    ...(group.csat
      ? { note: text('satisfaction.by_service.note', { mean: mean(group), votes: votes(group.votes) }) }
      : {
          hidden: text('satisfaction.by_service.hidden', { count: group.votes, least: report.least_shown }),
        }),
    spoken: text(group.csat ? 'satisfaction.by_service.spoken' : 'satisfaction.by_service.spoken_hidden', {
      label: group.label,
      mean: mean(group),
      votes: votes(group.votes),
    }),
  }))
  const options = {
    title,
    description: rows.map((row) => row.spoken).join('. '),
    unit: text('satisfaction.by_service.unit'),
    period: words.period(report.period),
    empty: text('satisfaction.empty.figure'),
    parts: ratings.map((rating) => `${rating} ${text(`satisfaction.rating.${rating}`)}`),
    share: percent,
  }
  return (
    <Figure
      title={title}
      unit={options.unit}
      period={options.period}
      refreshed_at={report.read_at}
      rows={named}
      columns={[
        { key: 'label', header: text(`satisfaction.table.${of}`), value: (group: Group) => group.label },
        {
          key: 'votes',
          header: text('satisfaction.table.votes'),
          value: (group: Group) => group.votes,
          align: 'end',
        },
        {
          key: 'mean',
          header: text('satisfaction.table.mean'),
          value: (group: Group) => (group.csat ? Math.round(group.csat.mean * 100) / 100 : null),
          cell: (group: Group) => mean(group) || '–',
          align: 'end',
        },
        ...ratings.map((rating) => ({
          key: `r${rating}`,
          header: `${rating}`,
          value: (group: Group) => group.csat?.distribution[rating - 1] ?? null,
          align: 'end' as const,
        })),
      ]}
      draw={(how: Drawing) => stackedBars(rows, { ...options, ...how })}
      file={`${text('satisfaction.by_service.file')}-${of}`}
      {...(of === 'agent' ? { note: text('satisfaction.by_agent.note') } : {})}
    />
  )
}

function titleOf(words: FigureWords, of: 'service' | 'week' | 'agent', groups: readonly Group[]): string {
  const { text, formats, percent } = words
  const known = groups.filter((group) => group.csat !== null)
  if (of === 'agent') return text('satisfaction.by_agent.title')
  if (of === 'week') {
    const [first, last] = [known[0]?.csat, known.at(-1)?.csat]
    if (known.length < 2 || !first || !last) return text('satisfaction.by_week.title_none')
    return text('satisfaction.by_week.title', {
      from: formats.number(first.mean, 1),
      to: formats.number(last.mean, 1),
    })
  }
  const bad = (group: Group) => {
    const [one = 0, two = 0] = group.csat?.distribution ?? []
    return (one + two) / Math.max(1, group.votes)
  }
  const worst = known.toSorted((a, b) => bad(b) - bad(a))[0]
  if (!worst || known.length < 2) return text('satisfaction.by_service.title_none')
  return text('satisfaction.by_service.title_worst', { service: worst.label, share: percent(bad(worst)) })
}

/** Who recommends less who warns, with the doubt that so many answers leave. */
export function NpsFigure({ report }: { report: SatisfactionReport }) {
  const words = useFigureWords()
  const { text, formats } = words
  const all = { ...report.total, label: text('satisfaction.nps.all') }
  const known = [all, ...report.by_service.map((row) => ({ ...row, label: row.service_name }))].flatMap(
    (group) => (group.nps ? [{ label: group.label, ...group.nps }] : []),
  )
  const whole = (value: number) => formats.number(Math.round(value))
  const rows = known.map((row) => ({
    label: row.label,
    value: row.score,
    low: row.low,
    high: row.high,
    note: text('satisfaction.nps.value', {
      score: whole(row.score),
      low: whole(row.low),
      high: whole(row.high),
    }),
    spoken: text('satisfaction.nps.spoken', {
      label: row.label,
      score: whole(row.score),
      low: whole(row.low),
      high: whole(row.high),
      count: row.n,
    }),
  }))
  const { nps } = report.total
  const title = text(
    nps && nps.low > 0
      ? 'satisfaction.nps.title_up'
      : nps && nps.high < 0
        ? 'satisfaction.nps.title_down'
        : 'satisfaction.nps.title_unsure',
  )
  const options = {
    title,
    description: rows.map((row) => row.spoken).join('. '),
    unit: text('satisfaction.nps.unit'),
    period: words.period(report.period),
    empty: text('satisfaction.empty.figure'),
    domain: [-100, 100] as const,
    shape: 'dot' as const,
    mark: { value: 0, label: '0' },
    number: whole,
  }
  type Row = (typeof known)[number]
  const column = (key: 'score' | 'low' | 'high' | 'n', header: string) => ({
    key,
    header: text(`satisfaction.table.${header}`),
    value: (row: Row) => Math.round(row[key]),
    align: 'end' as const,
  })
  return (
    <Figure
      title={title}
      unit={options.unit}
      period={options.period}
      refreshed_at={report.read_at}
      rows={known}
      columns={[
        { key: 'label', header: text('satisfaction.table.label'), value: (row: Row) => row.label },
        column('n', 'answers'),
        column('score', 'nps'),
        column('low', 'nps_low'),
        column('high', 'nps_high'),
      ]}
      draw={(how: Drawing) => bars(rows, { ...options, ...how })}
      file="nps"
      {...(nps
        ? {
            note: text('satisfaction.nps.note', {
              promoters: nps.promoters,
              passives: nps.passives,
              detractors: nps.detractors,
            }),
          }
        : {})}
    />
  )
}
