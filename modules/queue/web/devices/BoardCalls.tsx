import { useText } from '@guichet/kit/texts'
import type { BoardCall } from './board-calls.ts'
import { type BoardSizes, figure_width, fitting } from './board-sizes.ts'

interface BoardCallsProps {
  calls: readonly BoardCall[]
  sizes: BoardSizes
  /** Of the list, in pixels. */
  width: number
  open: boolean
}

/** The last calls, newest first; who is still awaited stands out. */
export function BoardCalls({ calls, sizes, width, open }: BoardCallsProps) {
  const text = useText('queue')
  const pad = Math.floor(width * 0.035)
  if (calls.length === 0) {
    return (
      <section className="grid flex-none place-content-center text-center" style={sizes.portrait ? { height: '70%' } : { width: '72%' }}>
        <h1 className="leading-tight font-bold text-balance" style={{ fontSize: fitting(text('board.none'), sizes.row_font * 1.3, width) }}>
          {text(open ? 'board.none' : 'board.closed')}
        </h1>
        {open && (
          <p className="mt-[1vh] text-balance text-muted" style={{ fontSize: fitting(text('board.none_hint'), sizes.row_font * 0.5, width) }}>
            {text('board.none_hint')}
          </p>
        )}
      </section>
    )
  }
  const longest = Math.max(...calls.map((one) => one.number.length))
  const number_width = sizes.row_font * figure_width * longest
  return (
    <section className="flex-none" style={sizes.portrait ? { height: '70%' } : { width: '72%' }}>
      <table className="w-full table-fixed border-collapse">
        <caption className="sr-only">{text('board.calls')}</caption>
        <colgroup>
          <col style={{ width: number_width + pad * 2 }} />
          <col />
        </colgroup>
        <thead>
          <tr className="text-left align-middle text-muted" style={{ height: sizes.portrait ? '4vh' : '11vh', fontSize: Math.max(18, sizes.row_font * 0.24) }}>
            <th scope="col" className="font-medium" style={{ paddingLeft: pad }}>
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
              style={{ height: sizes.row_height }}
            >
              <td
                className={`leading-none whitespace-nowrap ${call.awaited ? 'text-accent' : ''}`}
                style={{ fontSize: sizes.row_font, paddingLeft: pad, boxShadow: call.awaited ? 'inset 0.12em 0 0 var(--accent)' : undefined }}
              >
                {call.number}
              </td>
              <td className="truncate leading-none" style={{ fontSize: fitting(call.counter_name, sizes.row_font * 0.72, width - number_width - pad * 3) }}>
                {call.counter_name}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
