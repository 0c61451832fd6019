import { useNow } from '@guichet/kit/clock'
import { Icon } from '@guichet/kit/icon'
import type { LiveState } from '@guichet/kit/live-client'
import { QrCode } from '@guichet/kit/qr'
import { useFormats, useText } from '@guichet/kit/texts'
import { Fragment, useEffect, useRef, useState } from 'react'
import { boardSizes, type BoardSizes, type Hall, usualHall } from './board-sizes.ts'
import { type BoardVoice, useBoardVoice } from './board-voice.ts'
import { BoardCalls } from './BoardCalls.tsx'
import { BoardTakeover } from './BoardTakeover.tsx'
import { type Paired, useDevice, useScreenOn } from '@guichet/kit/device-link'
import { Starting } from './Starting.tsx'
import { type Board, useBoard } from './use-board.ts'
import { rangeText } from './wait-range.ts'

/** The hall display: who is called where, large enough for the farthest seat, and spoken. */
export function BoardScreen() {
  const text = useText('queue')
  const { paired, unreachable } = useDevice('display')
  useScreenOn()
  useEffect(() => {
    document.title = `${text('board.title')} · Guichet`
  }, [text])
  if (!paired) {
    return (
      <Starting
        title={text(unreachable ? 'board.unreachable' : 'board.starting')}
        hint={unreachable ? text('board.unreachable_hint') : null}
      />
    )
  }
  return <Hallway paired={paired} />
}

function Hallway({ paired }: { paired: Paired }) {
  const [languages, setLanguages] = useState<Board['voice_languages'] | null>(null)
  const voice = useBoardVoice(languages)
  const { board, calls, takeover, live } = useBoard(paired, {
    onBoard: ({ voice_languages }) => setLanguages(voice_languages),
    onCall: ({ ticket_id, number, counter_name }) =>
      voice.say({ ticket_id, number, counter_label: counter_name }),
    onRetract: (ticket_id) => voice.retract(ticket_id),
  })
  const screen = useScreenSize()

  const sizes = boardSizes(
    hallOf(paired.device.settings),
    screen,
    [...calls, ...takeover.shown.map((one) => one.call)].map((one) => one.number),
  )
  const unit = sizes.heading_height * 0.25
  const stale = live.kind !== 'live' && live.heard_at > 0
  return (
    <main
      className={`flex h-dvh cursor-none overflow-hidden bg-ground text-ink select-none ${sizes.portrait ? 'flex-col' : ''}`}
    >
      <BoardCalls
        calls={calls.slice(0, sizes.rows)}
        sizes={sizes}
        open={board?.open ?? true}
        above={stale || voice.state !== 'on'}
        crowded={stale || (sizes.portrait && voice.state !== 'on')}
      >
        {stale && <Stale live={live} time_zone={paired.tenant.time_zone} size={unit} />}
        <Sound voice={voice} size={unit} />
      </BoardCalls>
      <Aside paired={paired} board={board} sizes={sizes} height={screen.height} width={screen.width} />
      {takeover.shown.length > 0 && (
        <BoardTakeover calls={takeover.shown.map((one) => one.call)} sizes={sizes} screen={screen} />
      )}
    </main>
  )
}

interface AsideProps {
  paired: Paired
  board: Board | null
  sizes: BoardSizes
  width: number
  height: number
}

function Aside({ paired, board, sizes, width, height }: AsideProps) {
  const text = useText('queue')
  const unit = sizes.portrait ? height * 0.018 : Math.min(height * 0.026, width * 0.0165)
  const qr = Math.floor(sizes.portrait ? height * 0.13 : Math.min(height * 0.27, width * 0.17))
  return (
    <aside
      className={`flex min-h-0 min-w-0 flex-1 items-center justify-between bg-surface text-center ${sizes.portrait ? 'border-t border-line px-[4vw]' : 'flex-col border-l border-line py-[4vh]'}`}
      style={{ fontSize: unit }}
    >
      <div>
        <Clock time_zone={board?.time_zone ?? paired.tenant.time_zone} size={unit * 3.4} />
        <h1 className="mt-[0.3em] leading-tight font-semibold">{board?.site_name ?? paired.tenant.name}</h1>
      </div>
      {board && (
        <p className="leading-tight">
          {board.waiting_count > 0 && (
            <span className="block font-bold text-accent" style={{ fontSize: unit * 3.4, lineHeight: 1.1 }}>
              {board.waiting_count}
            </span>
          )}
          <span className="text-muted">{text('board.waiting', { count: board.waiting_count })}</span>
        </p>
      )}
      {board && board.waits.length > 0 && (
        <dl
          aria-label={text('visitor.range.label')}
          className="grid grid-cols-[auto_1fr] items-baseline gap-x-[0.6em] gap-y-[0.2em] text-start leading-tight"
        >
          {board.waits.slice(0, most_waits).map((wait) => (
            <Fragment key={wait.service_id}>
              <dt className="font-bold text-accent">{wait.prefix}</dt>
              <dd className="font-semibold whitespace-nowrap">{rangeText(text, wait.range)}</dd>
            </Fragment>
          ))}
        </dl>
      )}
      {board?.join_url && board.open ? (
        <div className="flex flex-col items-center gap-[0.7em]">
          <QrCode
            text={new URL(board.join_url, location.origin).href}
            label={text('board.join_label')}
            size={qr}
          />
          <p className="leading-snug text-balance" style={{ maxWidth: qr * 1.25 }}>
            {text('board.join')}
          </p>
        </div>
      ) : (
        <span />
      )}
    </aside>
  )
}

/** More would push the code to take a ticket off the screen. */
const most_waits = 4

function Clock({ time_zone, size }: { time_zone: string; size: number }) {
  const formats = useFormats({ time_zone })
  const at = useNow(1000)
  return (
    <p className="leading-none font-semibold tabular-nums" style={{ fontSize: size }}>
      <time>{formats.time(at)}</time>
    </p>
  )
}

function Sound({ voice: { state, enable, mute }, size }: { voice: BoardVoice; size: number }) {
  const text = useText('queue')
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    // The remote's "OK" presses what has the focus, and there is nothing else to press.
    if (state !== 'on') button.current?.focus()
  }, [state])
  const icon = Math.floor(size * 1.2)
  if (state === 'on') {
    return (
      <button
        type="button"
        onClick={mute}
        aria-label={text('board.sound_off')}
        className="grid size-[2.8em] max-h-full cursor-auto place-items-center rounded text-muted"
        style={{ fontSize: size }}
      >
        <Icon name="sound" size={icon} />
      </button>
    )
  }
  return (
    <>
      <p
        className="inline-flex items-center gap-[0.4em] rounded-full bg-warning-soft px-[0.8em] py-[0.4em] leading-tight font-semibold whitespace-nowrap text-warning"
        style={{ fontSize: size }}
      >
        <Icon name="sound_off" size={icon} />
        {text('board.muted')}
      </p>
      <button
        ref={button}
        type="button"
        onClick={enable}
        className="max-h-full min-h-[2.8em] cursor-auto rounded bg-accent px-[1em] leading-tight font-semibold whitespace-nowrap text-on-accent"
        style={{ fontSize: size }}
      >
        {text('board.sound_on')}
      </button>
    </>
  )
}

function Stale({ live, time_zone, size }: { live: LiveState; time_zone: string; size: number }) {
  const text = useText('queue')
  const formats = useFormats({ time_zone })
  return (
    <output
      className="rounded-full bg-ink px-[0.9em] py-[0.4em] leading-tight font-semibold whitespace-nowrap text-ground"
      style={{ fontSize: size }}
    >
      {live.kind === 'resuming'
        ? text('board.resuming')
        : text('board.offline', { time: formats.time(live.heard_at) })}
    </output>
  )
}

function hallOf(settings: Paired['device']['settings']): Hall {
  const number = (value: unknown, least: number, most: number, usual: number): number =>
    typeof value === 'number' && value >= least && value <= most ? value : usual
  return {
    diagonal_inches: number(settings.diagonal_inches, 7, 200, usualHall.diagonal_inches),
    farthest_metres: number(settings.farthest_metres, 1, 40, usualHall.farthest_metres),
  }
}

function useScreenSize(): { width: number; height: number } {
  const [size, setSize] = useState(() => ({ width: window.innerWidth, height: window.innerHeight }))
  useEffect(() => {
    const measure = (): void => setSize({ width: window.innerWidth, height: window.innerHeight })
    window.addEventListener('resize', measure)
    return () => window.removeEventListener('resize', measure)
  }, [])
  return size
}
