import type { ReactNode } from 'react'
import type { Kind } from './kinds.ts'

/** A scene one recognises before reading: the same ground and light, another place. */
export function KindPicture({ kind }: { kind: Kind }) {
  return (
    <svg viewBox="0 0 160 96" aria-hidden="true" className="block h-auto w-full bg-accent-soft">
      <circle cx="147" cy="13" r="7" className="fill-accent" opacity="0.3" />
      {scenes[kind]}
      <path d="M0 84h160v12H0z" className="fill-ink" opacity="0.12" />
    </svg>
  )
}

function Person({ x, y = 84, tone = 'fill-accent' }: { x: number; y?: number; tone?: string }) {
  return (
    <g className={tone}>
      <circle cx={x} cy={y - 24} r="4.5" />
      <path d={`M${x - 6} ${y}v-11a6 6 0 0 1 12 0v11z`} />
    </g>
  )
}

const scenes: Record<Kind, ReactNode> = {
  town_hall: (
    <>
      <g className="fill-surface stroke-ink" strokeWidth="1.5" strokeLinejoin="round">
        <path d="M34 36 80 14l46 22z" />
        <path d="M38 36h84v48H38z" />
        <path d="M46 42h6v36h-6zM60 42h6v36h-6zM94 42h6v36h-6zM108 42h6v36h-6z" />
      </g>
      <path d="M72 84V58a8 8 0 0 1 16 0v26z" className="fill-ink" opacity="0.75" />
      <path d="M80 14V4h12v5H80" className="fill-accent stroke-ink" strokeWidth="1.5" />
      <path d="M30 84h100v-5H30z" className="fill-ink" opacity="0.35" />
      <Person x={22} />
      <Person x={140} tone="fill-info" />
    </>
  ),
  vehicle_inspection: (
    <>
      <path d="M14 22h84v62H14z" className="fill-surface stroke-ink" strokeWidth="1.5" />
      <path d="M20 30h72v54H20z" className="fill-ink" opacity="0.12" />
      <path d="M20 30h72v5H20zM20 39h72v3H20z" className="fill-ink" opacity="0.3" />
      <g className="stroke-ink" strokeWidth="1.5" strokeLinejoin="round">
        <path
          d="m36 66 8-14a6 6 0 0 1 5-3h26a6 6 0 0 1 5 3l7 12 14 3a6 6 0 0 1 5 6v9H30v-9a6 6 0 0 1 6-7z"
          className="fill-accent"
        />
        <path d="m44 64 5-9h12v9zM66 55h9l6 9H66z" className="fill-surface" />
        <circle cx="46" cy="82" r="8" className="fill-ink" />
        <circle cx="92" cy="82" r="8" className="fill-ink" />
      </g>
      <circle cx="46" cy="82" r="3" className="fill-surface" />
      <circle cx="92" cy="82" r="3" className="fill-surface" />
      <Person x={126} tone="fill-info" />
      <path d="M134 60h14v18h-14z" className="fill-surface stroke-ink" strokeWidth="1.5" />
      <path d="m137 66 2 2 4-4M137 73h8" fill="none" className="stroke-success" strokeWidth="1.5" />
    </>
  ),
  medical_practice: (
    <>
      <path d="M22 20h82v64H22z" className="fill-surface stroke-ink" strokeWidth="1.5" />
      <path d="M56 27h14v7h7v14h-7v7H56v-7h-7V34h7z" className="fill-success" />
      <path d="M30 62h22v22H30zM74 62h22v22H74z" className="fill-ink" opacity="0.18" />
      <path d="M112 66h32M116 66v18M140 66v18" fill="none" className="stroke-ink" strokeWidth="2" />
      <Person x={122} y={76} />
      <Person x={136} y={76} tone="fill-info" />
      <path
        d="M12 84V66m0 0c-6-2-7-8-5-12 5 1 7 6 5 12zm0 2c5-2 8-6 6-11-4 1-7 5-6 11z"
        className="fill-success stroke-success"
        strokeWidth="1"
      />
    </>
  ),
  agency: (
    <>
      <path d="M16 16h128v68H16z" className="fill-surface stroke-ink" strokeWidth="1.5" />
      <path d="M54 24h52v18H54z" className="fill-ink" />
      <path d="M60 29h18v8H60z" className="fill-accent" />
      <path d="M84 30h16M84 36h10" fill="none" className="stroke-surface" strokeWidth="2" />
      <path d="M24 62h112v22H24z" className="fill-accent" />
      <path d="M24 62h112v4H24z" className="fill-ink" opacity="0.45" />
      <path d="M60 44v18M100 44v18" fill="none" className="stroke-line" strokeWidth="2" />
      <Person x={42} y={64} tone="fill-info" />
      <Person x={80} y={64} tone="fill-ink" />
      <Person x={118} y={64} tone="fill-info" />
      <path d="M24 66h112v18H24z" className="fill-accent" />
    </>
  ),
  shop: (
    <>
      <path d="M26 34h104v50H26z" className="fill-surface stroke-ink" strokeWidth="1.5" />
      <path d="M36 48h40v26H36z" className="fill-info" opacity="0.3" />
      <path d="M90 48h26v36H90z" className="fill-ink" opacity="0.7" />
      <path
        d="M22 18h112l6 18H16z"
        className="fill-accent stroke-ink"
        strokeWidth="1.5"
        strokeLinejoin="round"
      />
      <path
        d="M44 18 40 36h20l2-18zM80 18v18h20l-2-18zM114 18l6 18h20l-6-18z"
        className="fill-surface"
        opacity="0.85"
      />
      <path d="M42 74v-9h10v9zM56 74V60h12v14z" className="fill-warning" />
      <Person x={148} />
    </>
  ),
}
