import { usePages, useRead } from '@guichet/kit/api'
import { Badge } from '@guichet/kit/badge'
import { Card, Stat, Stats } from '@guichet/kit/card'
import { Figure } from '@guichet/kit/figure'
import { Empty, Page } from '@guichet/kit/page'
import { Table } from '@guichet/kit/table'
import { useFormats, useText } from '@guichet/kit/texts'
import { calibration } from '@guichet/plots/calibration'
import { listTold, readBacktest } from '../../demand/contract.ts'
import { noon } from '../overview/AtRisk.tsx'

/** What was told, and what happened. */
export function BacktestPage() {
  const text = useText('stock')
  const formats = useFormats()
  const test = useRead(readBacktest, {})
  const told = usePages(listTold, {})
  const bins = test.bins.filter(({ count }) => count > 0)
  const score = (value: number | null) => (value === null ? '–' : formats.number(value, 3))
  const likely = bins
    .filter(({ from, count }) => from >= 0.5 && count >= 5)
    .toSorted((a, b) => b.count - a.count)[0]
  const title = likely
    ? text('demand.calibration_kept', {
        told: formats.percent(likely.told),
        happened: formats.percent(likely.happened),
      })
    : text('demand.calibration')
  const period = text('demand.past_days', { count: test.days })
  return (
    <Page
      title={text('demand.backtest_title')}
      note={text('demand.backtest_note')}
      back={{ to: '/stock/overview', label: text('overview.title') }}
    >
      {test.judged === 0 ? (
        <Empty kind="first" title={text('demand.none_judged')} note={text('demand.none_judged_note')} />
      ) : (
        <>
          <Stats>
            <Stat
              label={text('demand.judged')}
              value={formats.number(test.judged)}
              note={text('demand.judged_note', { replayed: test.replayed, waiting: test.waiting })}
            />
            <Stat
              label={text('demand.brier')}
              value={score(test.brier)}
              note={text('demand.brier_note', { blind: score(test.blind_brier) })}
            />
            <Stat label={text('demand.area')} value={score(test.area)} note={text('demand.area_note')} />
            <Stat
              label={text('demand.coverage')}
              value={test.coverage === null ? '–' : formats.percent(test.coverage, 1)}
              note={text('demand.coverage_note')}
            />
          </Stats>
          <div className="grid gap-5">
            <Figure
              title={title}
              unit={text('demand.out_14')}
              period={period}
              file="fiabilite"
              rows={bins}
              note={
                test.learnt_on
                  ? text('demand.model', { version: test.version, date: formats.date(noon(test.learnt_on)) })
                  : undefined
              }
              columns={[
                {
                  key: 'told',
                  header: text('demand.told'),
                  align: 'end',
                  value: (bin) => bin.told,
                  cell: (bin) => formats.percent(bin.told),
                },
                {
                  key: 'happened',
                  header: text('demand.happened'),
                  align: 'end',
                  value: (bin) => bin.happened,
                  cell: (bin) => formats.percent(bin.happened),
                },
                { key: 'cases', header: text('demand.cases'), align: 'end', value: (bin) => bin.count },
              ]}
              draw={(how) =>
                calibration(
                  bins.map((bin) => ({
                    nominal: bin.told,
                    observed: bin.happened,
                    ...interval(bin.happened, bin.count),
                    spoken: text('demand.spoken_bin', {
                      told: formats.percent(bin.told),
                      happened: formats.percent(bin.happened),
                      count: bin.count,
                    }),
                  })),
                  {
                    title,
                    description: title,
                    unit: text('demand.out_14'),
                    period,
                    empty: text('demand.none_judged'),
                    percent: (ratio) => formats.percent(ratio),
                    words: {
                      nominal: text('demand.told'),
                      observed: text('demand.happened'),
                      perfect: text('demand.perfect'),
                    },
                    ...how,
                  },
                )
              }
            />
            <Card title={text('demand.classes')} padded={false}>
              <Table
                caption={text('demand.classes')}
                narrow="scroll"
                items={test.classes.map((row) => ({ ...row, id: row.name }))}
                columns={[
                  {
                    key: 'class',
                    header: text('demand.class'),
                    cell: (row) => text(`demand.class_names.${row.name}`),
                  },
                  {
                    key: 'count',
                    header: text('demand.cases'),
                    align: 'end',
                    cell: (row) => formats.number(row.count),
                  },
                  {
                    key: 'told',
                    header: text('demand.told'),
                    align: 'end',
                    cell: (row) => formats.percent(row.told),
                  },
                  {
                    key: 'happened',
                    header: text('demand.happened'),
                    align: 'end',
                    cell: (row) => formats.percent(row.happened),
                  },
                  {
                    key: 'brier',
                    header: text('demand.brier'),
                    align: 'end',
                    cell: (row) => score(row.brier),
                  },
                  {
                    key: 'coverage',
                    header: text('demand.coverage'),
                    align: 'end',
                    cell: (row) => formats.percent(row.coverage),
                  },
                ]}
              />
            </Card>
            <div className="min-w-0">
              <Card title={text('demand.single')} padded={false}>
                <Table
                  caption={text('demand.single')}
                  {...told}
                  rowLink={(row) => `/stock/items/${row.product_id}/outlook`}
                  columns={[
                    { key: 'product', header: text('overview.product'), cell: (row) => row.product_name },
                    {
                      key: 'day',
                      header: text('demand.day'),
                      cell: (row) => (
                        <>
                          {formats.date(noon(row.day))}{' '}
                          {row.replayed && <Badge>{text('demand.replayed')}</Badge>}
                        </>
                      ),
                    },
                    {
                      key: 'stock',
                      header: text('overview.stock'),
                      align: 'end',
                      cell: (row) => formats.number(row.stock),
                    },
                    {
                      key: 'told',
                      header: text('demand.out_14'),
                      align: 'end',
                      cell: (row) => formats.percent(row.within_14),
                    },
                    {
                      key: 'expected',
                      header: text('demand.expected'),
                      align: 'end',
                      cell: (row) => formats.number(row.expected_14, 1),
                    },
                    {
                      key: 'sold',
                      header: text('demand.sold'),
                      align: 'end',
                      cell: (row) => formats.number(row.sold_14),
                    },
                    {
                      key: 'outcome',
                      header: text('demand.outcome'),
                      cell: (row) => (
                        <Badge tone={row.out_within_14 ? 'error' : 'success'}>
                          {text(row.out_within_14 ? 'demand.ran_out' : 'demand.lasted')}
                        </Badge>
                      ),
                    },
                  ]}
                />
              </Card>
            </div>
          </div>
        </>
      )}
    </Page>
  )
}

/** Wilson's 95 % interval of a share: right for few cases too. */
function interval(share: number, count: number): { low: number; high: number } {
  const z2 = 3.84
  const middle = (share + z2 / (2 * count)) / (1 + z2 / count)
  const half =
    (Math.sqrt(z2) / (1 + z2 / count)) * Math.sqrt((share * (1 - share)) / count + z2 / (4 * count * count))
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) }
}
