import type { SkeletonKind } from './shell-route.ts'

const block = 'kit-skeleton'

/** The content's outline while its data travels; CSS keeps it invisible for the first 300 ms. */
export function Skeleton({ kind = 'table' }: { kind?: SkeletonKind }) {
  return (
    <div className="kit-late" aria-hidden="true">
      {kind === 'table' && <Rows />}
      {kind === 'form' && <Fields />}
      {kind === 'cards' && <Cards />}
      {kind === 'desk' && (
        <div className="grid gap-6 lg:grid-cols-[20rem_1fr]">
          <Rows />
          <div className="rounded border border-line bg-surface p-6">
            <div className={`${block} h-5 w-32`} />
            <div className={`${block} mt-4 h-16 w-48`} />
            <div className={`${block} mt-8 h-12 w-full`} />
          </div>
        </div>
      )}
    </div>
  )
}

/** A whole page's outline, before its code has come. */
export function PageSkeleton({ kind }: { kind?: SkeletonKind }) {
  return (
    <div className="mx-auto w-full max-w-6xl px-4 py-5 md:px-8 md:py-7">
      <div className="kit-late mb-6" aria-hidden="true">
        <div className={`${block} h-8 w-56`} />
      </div>
      <Skeleton kind={kind} />
    </div>
  )
}

const widths = ['w-3/5', 'w-2/5', 'w-1/2', 'w-2/3', 'w-2/5', 'w-1/2']

function Rows() {
  return (
    <div className="rounded border border-line bg-surface">
      {widths.map((width, row) => (
        <div key={row} className="flex h-11 items-center gap-4 border-b border-line px-3 last:border-b-0">
          <div className={`${block} h-4 w-14`} />
          <div className="flex-1">
            <div className={`${block} h-4 ${width}`} />
          </div>
          <div className={`${block} h-4 w-20`} />
        </div>
      ))}
    </div>
  )
}

function Fields() {
  return (
    <div className="max-w-xl">
      {widths.slice(0, 4).map((width, row) => (
        <div key={row} className="mb-5">
          <div className={`${block} mb-2 h-4 w-32`} />
          <div className={`${block} h-10 ${row % 2 ? width : 'w-full'}`} />
        </div>
      ))}
    </div>
  )
}

function Cards() {
  return (
    <div className="grid grid-cols-[repeat(auto-fill,minmax(14rem,1fr))] gap-4">
      {widths.map((width, card) => (
        <div key={card} className="rounded border border-line bg-surface p-4">
          <div className={`${block} h-4 ${width}`} />
          <div className={`${block} mt-3 h-7 w-16`} />
        </div>
      ))}
    </div>
  )
}
