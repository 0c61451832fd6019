import type { ReactNode } from 'react'
import { Button } from './Button.tsx'
import { Icon } from './Icon.tsx'
import { Link } from './Link.tsx'
import { Empty } from './Page.tsx'
import { useText } from './texts.ts'

export interface Column<T> {
  /** Also the name sorting speaks of. */
  key: string
  header: string
  cell: (item: T) => ReactNode
  align?: 'start' | 'end' | 'center'
  /** CSS width: "8rem", "20%". */
  width?: string
  sortable?: boolean
  /** Hides the header from sight where the content speaks for itself: a column of buttons. */
  quiet?: boolean
}

export interface Sort {
  key: string
  direction: 'ascending' | 'descending'
}

interface TableProps<T extends { id: string }> {
  /** Read before the table by screen readers; shown above it with `showCaption`. */
  caption: string
  showCaption?: boolean
  items: readonly T[]
  columns: readonly Column<T>[]
  /** What stands there when `items` is empty. */
  empty?: ReactNode
  /** The first column becomes the row's link, or its button. */
  rowLink?: (item: T) => string
  onRowPress?: (item: T) => void
  isSelected?: (item: T) => boolean
  /** From `usePages`: shows "Afficher la suite". */
  more?: () => void
  loadingMore?: boolean
  /** From `usePages`: the rows are still those of the former filter. */
  stale?: boolean
  sort?: Sort
  onSort?: (sort: Sort) => void
  /** In a narrow place, rows become cards, or the table scrolls inside its own frame. */
  narrow?: 'cards' | 'scroll'
  /** Scrolls inside this height, with its header in sight. */
  maxHeight?: string
  className?: string
}

export function Table<T extends { id: string }>({
  caption,
  showCaption = false,
  items,
  columns,
  empty,
  rowLink,
  onRowPress,
  isSelected,
  more,
  loadingMore = false,
  stale = false,
  sort,
  onSort,
  narrow = 'cards',
  maxHeight,
  className = '',
}: TableProps<T>) {
  const text = useText('kit')
  if (items.length === 0) return <>{empty ?? <Empty kind="first" />}</>

  return (
    <div className={`kit-table-region ${stale ? 'kit-stale' : ''} ${className}`} aria-busy={stale}>
      <div
        // A region that scrolls must be reachable by keyboard.
        {...(narrow === 'scroll' || maxHeight ? { role: 'region', 'aria-label': caption, tabIndex: 0 } : {})}
        className={narrow === 'scroll' || maxHeight ? 'overflow-auto' : ''}
        style={maxHeight ? { maxHeight } : undefined}
      >
        {/* As cards its parts are no longer laid out as a table: the roles keep its meaning. */}
        <table className="kit-table" role="table" data-narrow={narrow}>
          <caption className={showCaption ? 'px-3 py-2 text-start text-sm text-muted' : 'sr-only'}>
            {caption}
          </caption>
          <thead role="rowgroup">
            <tr role="row">
              {columns.map((column) => (
                <th
                  key={column.key}
                  role="columnheader"
                  scope="col"
                  data-align={column.align}
                  style={column.width ? { width: column.width } : undefined}
                  aria-sort={sort?.key === column.key ? sort.direction : undefined}
                >
                  {column.sortable && onSort ? (
                    <SortButton column={column} sort={sort} onSort={onSort} />
                  ) : (
                    <span className={column.quiet ? 'sr-only' : ''}>{column.header}</span>
                  )}
                </th>
              ))}
            </tr>
          </thead>
          <tbody role="rowgroup">
            {items.map((item) => (
              <tr
                key={item.id}
                role="row"
                data-pressable={rowLink || onRowPress ? '' : undefined}
                data-selected={isSelected?.(item) ? '' : undefined}
              >
                {columns.map((column, at) => (
                  <td
                    key={column.key}
                    role="cell"
                    data-align={column.align}
                    data-label={column.quiet ? '' : column.header}
                    data-head={at === 0 ? '' : undefined}
                  >
                    {at === 0 ? head(item, column.cell(item), rowLink, onRowPress) : column.cell(item)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {more && (
        <div className="border-t border-line px-3 py-2.5 text-center">
          <Button variant="quiet" onPress={more} busy={loadingMore}>
            {text('table.more')}
          </Button>
        </div>
      )}
    </div>
  )
}

function head<T>(
  item: T,
  content: ReactNode,
  rowLink?: (item: T) => string,
  onRowPress?: (item: T) => void,
): ReactNode {
  if (rowLink) {
    return (
      <Link to={rowLink(item)} className="row-press text-ink no-underline">
        {content}
      </Link>
    )
  }
  if (!onRowPress) return content
  return (
    <button type="button" className="row-press text-start" onClick={() => onRowPress(item)}>
      {content}
    </button>
  )
}

function SortButton<T>({
  column,
  sort,
  onSort,
}: {
  column: Column<T>
  sort?: Sort
  onSort: (sort: Sort) => void
}) {
  const active = sort?.key === column.key
  const next = active && sort.direction === 'ascending' ? 'descending' : 'ascending'
  return (
    <button
      type="button"
      className="inline-flex items-center gap-1 font-medium hover:text-ink"
      onClick={() => onSort({ key: column.key, direction: next })}
    >
      {column.header}
      <Icon
        name="chevron_down"
        size={14}
        className={`${active ? '' : 'opacity-0'} ${active && sort.direction === 'ascending' ? 'rotate-180' : ''}`}
      />
    </button>
  )
}
