import { useEffect, useId, useLayoutEffect, useRef, useState, type ReactNode } from 'react'
import { Button } from './Button.tsx'
import { csvOf, save, savePicture } from './figure-download.ts'
import { nextPoint } from './figure-points.ts'
import { MenuButton } from './Menu.tsx'
import { Table } from './Table.tsx'
import { toast } from './Toast.tsx'
import { useFormats, useLocale, useText, type Text } from './texts.ts'

/** How the figure is to be drawn: for the page as wide as it is, or for a file. */
export interface Drawing {
  width: number
  theme: 'page' | 'paper'
  heading: boolean
  interactive: boolean
}

export interface FigureColumn<Row> {
  key: string
  header: string
  /** What goes into the CSV, numbers as numbers. */
  value: (row: Row) => string | number | null
  /** What is read in the table; the value itself unless told. */
  cell?: (row: Row) => ReactNode
  align?: 'start' | 'end'
}

interface FigureProps<Row> {
  /** A sentence: what there is to see. */
  title: string
  unit: string
  period: string
  /** When the values were computed. */
  refreshed_at?: string | number
  /** A figure of `@guichet/plots` with its rows: `(how) => line(rows, { …words, ...how })`. */
  draw: (how: Drawing) => string
  rows: readonly Row[]
  columns: readonly FigureColumn<Row>[]
  /** Name of the files, without ending. */
  file: string
  /** What the figure does not say by itself: how many answered, what is left out. */
  note?: ReactNode
  /** Controls of this figure alone. */
  actions?: ReactNode
}

/** A figure with its sentence, its table, its points in words and its files. */
export function Figure<Row>({
  title,
  unit,
  period,
  refreshed_at,
  draw,
  rows,
  columns,
  file,
  note,
  actions,
}: FigureProps<Row>) {
  const text = useText('kit')
  const formats = useFormats()
  const locale = useLocale()
  const heading = useId()
  const [as_table, setAsTable] = useState(false)
  const refreshed =
    refreshed_at === undefined ? '' : text('figure.refreshed', { time: formats.time(refreshed_at) })
  const failed = () => toast({ text: text('figure.not_saved'), tone: 'error' })
  const picture = () => draw({ width: 960, theme: 'paper', heading: true, interactive: false })

  return (
    <figure
      aria-labelledby={heading}
      className="min-w-0 break-inside-avoid rounded border border-line bg-surface px-4 pt-3.5 pb-4"
    >
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-64">
          <h2 id={heading} className="text-base font-semibold text-balance">
            {title}
          </h2>
          <p className="text-sm text-muted">{[unit, period, refreshed].filter(Boolean).join(' · ')}</p>
        </div>
        <div className="flex flex-wrap items-center gap-2 print:hidden">
          {actions}
          <Button size="small" aria-pressed={as_table} onPress={() => setAsTable(!as_table)}>
            {text(as_table ? 'figure.picture' : 'figure.table')}
          </Button>
          <MenuButton
            size="small"
            icon="download"
            label={text('figure.download', { title })}
            items={[
              {
                id: 'png',
                label: text('figure.png'),
                onPress: () => void savePicture(picture(), file).catch(failed),
              },
              {
                id: 'svg',
                label: text('figure.svg'),
                onPress: () => save(new Blob([picture()], { type: 'image/svg+xml' }), `${file}.svg`),
              },
              {
                id: 'csv',
                label: text('figure.csv'),
                onPress: () =>
                  save(
                    new Blob([csvOf(columns, rows, locale)], { type: 'text/csv;charset=utf-8' }),
                    `${file}.csv`,
                  ),
              },
            ]}
          />
        </div>
      </div>
      <div className="mt-3">
        {as_table ? (
          <Table<{ id: string; row: Row }>
            caption={title}
            items={rows.map((row, index) => ({ id: String(index), row }))}
            columns={columns.map((column) => ({
              key: column.key,
              header: column.header,
              align: column.align,
              cell: ({ row }) => (column.cell ? column.cell(row) : column.value(row)),
            }))}
            narrow="scroll"
            maxHeight="26rem"
          />
        ) : (
          <Picture draw={draw} text={text} />
        )}
      </div>
      {note && <figcaption className="mt-2 text-sm text-muted">{note}</figcaption>}
    </figure>
  )
}

/** The drawing at the width there is, one stop for the keyboard, its points reached by arrows. */
function Picture({ draw, text }: { draw: (how: Drawing) => string; text: Text }) {
  const frame = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  const [read, setRead] = useState('')

  useLayoutEffect(() => {
    const element = frame.current
    if (!element) return undefined
    const measure = () => setWidth(Math.floor(element.clientWidth))
    measure()
    const watch = new ResizeObserver(measure)
    watch.observe(element)
    return () => watch.disconnect()
  }, [])

  const svg = width > 0 ? draw({ width, theme: 'page', heading: false, interactive: true }) : ''
  useLayoutEffect(() => {
    const element = frame.current
    if (!element || !svg) return
    const focused = document.activeElement?.closest('.plot-point')?.getAttribute('data-point')
    // Parsed as XML: what is not a well-formed figure is not shown, and no script in it would ever run.
    const drawing = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement
    element.replaceChildren(document.importNode(drawing, true))
    if (focused) element.querySelector<SVGElement>(`[data-point="${CSS.escape(focused)}"]`)?.focus()
  }, [svg])

  useEffect(() => {
    const element = frame.current
    if (!element) return undefined
    const pointAt = (event: Event) => (event.target as Element).closest<SVGElement>('.plot-point')
    const tell = (event: Event) => setRead(pointAt(event)?.getAttribute('aria-label') ?? '')
    const silence = () =>
      setRead(document.activeElement?.closest('.plot-point')?.getAttribute('aria-label') ?? '')
    const move = (event: KeyboardEvent) => {
      const from = pointAt(event)
      const to = from && nextPoint(element, from, event.key)
      if (!to) return
      event.preventDefault()
      from.setAttribute('tabindex', '-1')
      to.setAttribute('tabindex', '0')
      to.focus()
    }
    element.addEventListener('pointerover', tell)
    element.addEventListener('pointerleave', silence)
    element.addEventListener('focusin', tell)
    element.addEventListener('focusout', silence)
    element.addEventListener('keydown', move)
    return () => {
      element.removeEventListener('pointerover', tell)
      element.removeEventListener('pointerleave', silence)
      element.removeEventListener('focusin', tell)
      element.removeEventListener('focusout', silence)
      element.removeEventListener('keydown', move)
    }
  }, [])

  return (
    <>
      <div ref={frame} className="kit-figure min-h-30" />
      {/* The point's own name is read on focus; here it is for the eye. */}
      <p aria-hidden={read !== ''} className="mt-1 min-h-5 text-sm text-muted print:hidden">
        {read ? <span className="text-ink">{read}</span> : text('figure.hint')}
      </p>
    </>
  )
}
