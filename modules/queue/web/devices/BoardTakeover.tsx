import type { BoardCall } from './board-calls.ts'
import { type BoardSizes, fitting, widthOf } from './board-sizes.ts'

interface BoardTakeoverProps {
  calls: readonly BoardCall[]
  sizes: BoardSizes
  screen: { width: number; height: number }
}

/** A call fills the display; two share it, each as large as before where the panel is wide. */
export function BoardTakeover({ calls, sizes, screen }: BoardTakeoverProps) {
  const together = calls.length > 1
  const most = together ? Math.min(sizes.takeover_font, screen.height * 0.42) : sizes.takeover_font
  const side_by_side = together && !sizes.portrait
  return (
    <section role="alert" className="kit-fade fixed inset-0 z-10 flex flex-col bg-accent text-on-accent">
      {calls.map((call) => {
        const number_width = most * widthOf(call.number)
        const room = side_by_side ? screen.width * 0.92 - number_width : screen.width * 0.92
        return (
          <div
            key={call.ticket_id}
            className={`flex min-h-0 flex-1 items-center justify-center gap-[3vw] ${side_by_side ? '' : 'flex-col gap-[2vh]'} [&+&]:border-t [&+&]:border-on-accent`}
          >
            <p className="leading-[0.95] font-extrabold whitespace-nowrap" style={{ fontSize: most }}>
              {call.number}
            </p>
            <p
              className="leading-[1.05] font-bold whitespace-nowrap"
              style={{ fontSize: fitting(call.counter_name, most * 0.5, room) }}
            >
              {call.counter_name}
            </p>
          </div>
        )
      })}
    </section>
  )
}
