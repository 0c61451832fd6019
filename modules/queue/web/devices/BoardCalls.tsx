import { useText } from '@guichet/kit/texts'
import type { ReactNode } from 'react'
import type { BoardCall } from './board-calls.ts'
import { type BoardSizes, fitting } from './board-sizes.ts'

interface BoardCallsProps {
  calls: readonly BoardCall[]
  sizes: BoardSizes
  open: boolean
  /** The remarks need the place of the columns' names. */
  crowded: boolean
  /** The remarks stay in sight when a call fills the display. */
  above: boolean
  /** Remarks on the state of the display, beside the columns' names. */
  children: ReactNode
}

/** The last calls, newest first; who is still awaited stands out. */
export function BoardCalls({ calls, sizes, open, crowded, above, children }: BoardCallsProps) {
  const text = useText('queue')
  const { list_width, heading_height, gap, row_font, row_height, number_width } = sizes
  const counter_width = list_width - number_width - gap
  return (
    <section className="relative flex-none" style={{ width: list_width }}>
      <div
        className={`absolute top-0 right-0 flex items-center gap-[1vh] ${above ? 'z-20' : ''}`}
        style={{ height: heading_height, paddingRight: gap }}
      >
        {children}
      </div>
      {calls.length === 0 ? (
        <div
          className="grid h-full place-content-center text-center text-balance"
          style={{ padding: gap * 2 }}
        >
          <h2
            className="leading-tight font-bold"
            style={{ fontSize: fitting(text('board.none'), row_font * 1.3, list_width * 0.9) }}
          >
            {text(open ? 'board.none' : 'board.closed')}
          </h2>
          {open && (
            <p
              className="mt-[1vh] text-muted"
              style={{ fontSize: fitting(text('board.none_hint'), row_font * 0.5, list_width * 0.9) }}
            >
              {text('board.none_hint')}
            </p>
          )}
        </div>
      ) : (
        <table className="w-full table-fixed border-collapse">
          <caption className="sr-only">{text('board.calls')}</caption>
          <colgroup>
            <col style={{ width: number_width }} />
            <col />
          </colgroup>
          <thead>
            <tr
              className={`text-left text-muted ${crowded ? 'opacity-0' : ''}`}
              style={{ height: heading_height, fontSize: Math.max(18, row_font * 0.24) }}
            >
              <th scope="col" className="font-medium" style={{ paddingLeft: gap }}>
                {text('board.number')}
              </th>
              <th scope="col" className="font-medium">
                {text('board.counter')}
              </th>
            </tr>
          </thead>
          <tbody>
            {calls.map((call) => (
              <tr
                key={call.ticket_id}
                className={`border-t border-line ${call.awaited ? 'bg-accent-soft font-bold' : 'font-semibold'}`}
                style={{ height: row_height }}
              >
                <td
                  className={`py-0 leading-none whitespace-nowrap ${call.awaited ? 'text-accent' : ''}`}
                  style={{
                    fontSize: row_font,
                    paddingLeft: gap,
                    boxShadow: call.awaited ? 'inset 0.1em 0 0 var(--accent)' : 'none',
                  }}
                >
                  {call.number}
                </td>
                <td
                  className="py-0 leading-none whitespace-nowrap"
                  style={{ fontSize: fitting(call.counter_name, row_font * 0.78, counter_width) }}
                >
                  {call.counter_name}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
