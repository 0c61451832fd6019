import { useRead } from '@guichet/kit/api'
import type { Search } from '@guichet/kit/shell-route'
import { useFormats, useText } from '@guichet/kit/texts'
import { listReportChoices } from '../../figures/contract.ts'

/** The last days, today included. */
export function lastDays(days: number, today: string): { from: string; to: string } {
  const from = new Date(Date.parse(`${today}T12:00:00Z`) - (days - 1) * 86_400_000)
  return { from: from.toISOString().slice(0, 10), to: today }
}

/** The address's filters as the endpoints take them. */
export function useFilters(search: Search) {
  const { today } = useRead(listReportChoices)
  const chosen = search.last === 'chosen' && search.from && search.to && search.from <= search.to
  const { from, to } = chosen
    ? { from: search.from!, to: search.to! }
    : lastDays(search.last === 'chosen' ? 28 : Number(search.last ?? 28), today)
  return {
    from,
    to,
    ...(search.where ? { site_id: search.where } : {}),
    ...(search.service ? { service_id: search.service } : {}),
    ...(search.agent ? { agent_id: search.agent } : {}),
  }
}

export interface PeriodShown {
  from: string
  to: string
  step: 'day' | 'week' | 'month'
}

const noon = (day: string): string => `${day}T12:00:00Z`

/** How figures say their numbers: durations in minutes, days, hours, and the period they are about. */
export function useFigureWords() {
  const text = useText('analytics')
  const formats = useFormats()
  const minutes = (seconds: number | null) => {
    if (seconds === null) return '–'
    if (seconds < 90) return text('figures.unit.s', { value: formats.number(Math.round(seconds)) })
    if (seconds >= 600) return formats.duration(seconds / 60)
    return text('figures.unit.min', { value: formats.number(Math.round(seconds / 6) / 10) })
  }
  return {
    text,
    formats,
    minutes,
    inMinutes: (seconds: number | null) => (seconds === null ? null : seconds / 60),
    percent: (ratio: number | null) => (ratio === null ? '–' : formats.percent(ratio)),
    hour: (hour: number) => text('figures.unit.hour', { hour }),
    day: (day: string) => formats.day(noon(day)),
    /** One point of a series: a day, or the week or month that begins then. */
    point: (day: string, step: PeriodShown['step']) =>
      step === 'day'
        ? formats.day(noon(day))
        : text(`figures.step.${step}`, { day: formats.date(noon(day)) }),
    period: ({ from, to }: { from: string; to: string }) =>
      from === to
        ? formats.day(noon(from))
        : text('figures.period', { from: formats.date(noon(from)), to: formats.date(noon(to)) }),
    one_decimal: (value: number) => formats.number(Math.round(value * 10) / 10),
  }
}
export type FigureWords = ReturnType<typeof useFigureWords>
