import { sql } from 'kysely'
import { serviceNames } from '@guichet/organisation'
import type { Ctx } from '@guichet/platform/ctx'
import { tablesOf } from '@guichet/platform/db'
import type { Cell, Column, Sheet } from '@guichet/platform/spreadsheet'
import type { AnalyticsTables } from '../../tables.ts'
import type { AgentPerformance, QueueStats, WaitTimes } from '../contract.ts'
import { within, type Scope } from './scope.ts'

const db = tablesOf<AnalyticsTables>()

/** Words of the module, in the language of whoever asked. */
export type Words = (key: string, values?: Record<string, string | number>) => string
/** A sheet, and the name by which one asks for it alone. */
export interface NamedSheet extends Sheet {
  table: string
}

const columnsOf = (text: Words, kinds: readonly (readonly [string, Column['kind']])[]): Column[] =>
  kinds.map(([key, kind]) => ({ header: text(key), ...(kind ? { kind } : {}) }))
/** Durations are whole seconds in a sheet: averages and interpolated percentiles are rounded. */
const seconds = (value: number | null): Cell => (value === null ? null : Math.round(value))

const wait_columns = [
  ['waited', 'integer'],
  ['p10', 'duration'],
  ['p50', 'duration'],
  ['p90', 'duration'],
] as const
const waitCells = (group: {
  n: number
  p10_s: number | null
  p50_s: number | null
  p90_s: number | null
}): Cell[] => [group.n, seconds(group.p10_s), seconds(group.p50_s), seconds(group.p90_s)]

export const waitSheets = (text: Words, report: WaitTimes): NamedSheet[] => [
  {
    table: 'series',
    name: text('sheet.days'),
    columns: columnsOf(text, [['day', 'date'], ['issued', 'integer'], ...wait_columns, ['left', 'integer']]),
    rows: report.series.map((row) => [row.day, row.issued, ...waitCells(row), row.left]),
  },
  {
    table: 'services',
    name: text('sheet.services'),
    columns: columnsOf(text, [
      ['site', undefined],
      ['service', undefined],
      ['issued', 'integer'],
      ...wait_columns,
      ['average', 'duration'],
      ['left', 'integer'],
      ['service_average', 'duration'],
    ]),
    rows: report.by_service.map((row) => [
      row.site_name,
      row.service_name,
      row.issued,
      ...waitCells(row),
      seconds(row.average_s),
      row.left,
      seconds(row.service_average_s),
    ]),
  },
  {
    table: 'hours',
    name: text('sheet.hours'),
    columns: columnsOf(text, [['hour', 'integer'], ...wait_columns]),
    rows: report.by_hour.map((row) => [row.hour, ...waitCells(row)]),
  },
]

const volume_keys = ['issued', 'completed', 'no_show', 'cancelled', 'expired', 'present'] as const
export const volumeSheets = (text: Words, report: QueueStats): NamedSheet[] => [
  {
    table: 'series',
    name: text('sheet.days'),
    columns: columnsOf(text, [['day', 'date'], ...volume_keys.map((key) => [key, 'integer'] as const)]),
    rows: report.series.map((row) => [row.day, ...volume_keys.map((key) => row[key])]),
  },
  {
    table: 'services',
    name: text('sheet.services'),
    columns: columnsOf(text, [
      ['site', undefined],
      ['service', undefined],
      ...volume_keys.map((key) => [key, 'integer'] as const),
    ]),
    rows: report.by_service.map((row) => [
      row.site_name,
      row.service_name,
      ...volume_keys.map((key) => row[key]),
    ]),
  },
  {
    table: 'arrivals',
    name: text('sheet.arrivals'),
    columns: columnsOf(text, [
      ['weekday', undefined],
      ['hour', 'integer'],
      ['issued', 'integer'],
      ['weekdays_in_period', 'integer'],
    ]),
    rows: report.arrivals.map((row) => [text(`weekday_name.${row.weekday}`), row.hour, row.issued, row.days]),
  },
]

const work_keys = ['handled', 'completed', 'no_show', 'transferred', 'parked'] as const
export const agentSheets = (text: Words, report: AgentPerformance): NamedSheet[] => [
  {
    table: 'agents',
    name: text('sheet.agents'),
    columns: columnsOf(text, [
      ['agent', undefined],
      ...work_keys.map((key) => [key, 'integer'] as const),
      ['completion_rate', 'percent'],
      ['service_average', 'duration'],
      ['service_p50', 'duration'],
      ['service_p90', 'duration'],
      ['mix_ratio', 'percent'],
    ]),
    rows: report.agents.map((row) => [
      row.agent_name,
      ...work_keys.map((key) => row[key]),
      row.completion_rate,
      seconds(row.service_average_s),
      seconds(row.service_p50_s),
      seconds(row.service_p90_s),
      row.mix_ratio,
    ]),
  },
  {
    table: 'series',
    name: text('sheet.days'),
    columns: columnsOf(text, [
      ['agent', undefined],
      ['day', 'date'],
      ['handled', 'integer'],
      ['completed', 'integer'],
      ['service_average', 'duration'],
    ]),
    rows: report.agents.flatMap((agent) =>
      agent.series.map((row) => [
        agent.agent_name,
        row.day,
        row.handled,
        row.completed,
        seconds(row.service_average_s),
      ]),
    ),
  },
]

interface TicketRow {
  ticket_id: string
  number: string
  site_id: string
  service_id: string
  agent_id: string | null
  local_day: string
  status: string
  issued_at: string
  called_at: string | null
  started_at: string | null
  ended_at: string | null
  wait_s: number | null
  service_s: number | null
  calls: number
  transfers: number
}
const page = 4_000

/** Opens a short transaction of its own for each page: a slow reader of the file holds none. */
export type Opener = <T>(work: (ctx: Ctx) => Promise<T>) => Promise<T>

/** Every ticket of the scope, oldest first, read only as fast as the file is taken. */
export async function* ticketRows(
  figures: Opener,
  namesOf: (ids: string[]) => Promise<ReadonlyMap<string, string>>,
  scope: Scope,
  text: Words,
): AsyncGenerator<readonly Cell[]> {
  const sites = new Map(scope.sites.map((site) => [site.id, site.name]))
  const services = new Map<string, string>()
  const agents = new Map<string, string>()
  const statuses = new Map<string, string>()
  let after: [string, string, string] = ['0001-01-01', '0001-01-01', '00000000-0000-0000-0000-000000000000']
  for (;;) {
    const rows: TicketRow[] = await figures(async (ctx) => {
      const found = await sql<TicketRow>`
        select ticket_id, number, site_id, service_id, agent_id, local_day, status, issued_at, called_at, started_at,
          ended_at, wait_s, service_s, calls, transfers
        from analytics.ticket_fact
        where ${within(scope)} and (local_day, issued_at, ticket_id) > (${after[0]}::date, ${after[1]}::timestamptz, ${after[2]}::uuid)
        order by local_day, issued_at, ticket_id limit ${page}`.execute(db(ctx))
      const unknown = [...new Set(found.rows.map((row) => row.service_id))].filter((id) => !services.has(id))
      for (const [id, name] of await serviceNames(ctx, unknown)) services.set(id, name)
      return found.rows
    })
    const unknown = [...new Set(rows.map((row) => row.agent_id))].filter(
      (id) => id !== null && !agents.has(id),
    )
    if (unknown.length > 0) for (const [id, name] of await namesOf(unknown as string[])) agents.set(id, name)
    for (const row of rows) {
      if (!statuses.has(row.status)) statuses.set(row.status, text(`status.${row.status}`))
      yield [
        row.number,
        sites.get(row.site_id) ?? '',
        services.get(row.service_id) ?? '',
        row.local_day,
        statuses.get(row.status),
        row.agent_id === null ? null : (agents.get(row.agent_id) ?? ''),
        row.issued_at,
        row.called_at,
        row.started_at,
        row.ended_at,
        row.wait_s,
        row.service_s,
        row.calls,
        row.transfers,
      ]
    }
    const last = rows.at(-1)
    if (!last || rows.length < page) return
    after = [last.local_day, last.issued_at, last.ticket_id]
  }
}

export const ticketColumns = (text: Words): Column[] =>
  columnsOf(text, [
    ['number', undefined],
    ['site', undefined],
    ['service', undefined],
    ['day', 'date'],
    ['status_name', undefined],
    ['agent', undefined],
    ['issued_at', 'date_time'],
    ['called_at', 'date_time'],
    ['started_at', 'date_time'],
    ['ended_at', 'date_time'],
    ['wait', 'duration'],
    ['service_time', 'duration'],
    ['calls', 'integer'],
    ['transfers', 'integer'],
  ])
