import type { ReactNode } from 'react'

interface CardProps {
  title?: ReactNode
  /** A sentence under the title. */
  note?: ReactNode
  actions?: ReactNode
  children?: ReactNode
  /** `false` when the content, such as a table, brings its own margins. */
  padded?: boolean
  className?: string
}

/** A group of things that belong together on a page. */
export function Card({ title, note, actions, children, padded = true, className = '' }: CardProps) {
  return (
    <section className={`min-w-0 rounded border border-line bg-surface ${className}`}>
      {(title || actions) && (
        <header className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 pt-3.5 pb-2">
          <div className="min-w-0">
            <h2 className="text-base font-semibold">{title}</h2>
            {note && <p className="text-sm text-muted">{note}</p>}
          </div>
          {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
        </header>
      )}
      <div className={padded ? `px-4 pb-4 ${title || actions ? 'pt-1' : 'pt-4'}` : ''}>{children}</div>
    </section>
  )
}

/** A row of figures, as many beside one another as there is room for. */
export function Stats({ children }: { children: ReactNode }) {
  return <div className="mb-5 grid grid-cols-[repeat(auto-fit,minmax(9.5rem,1fr))] gap-3">{children}</div>
}

/** One figure with its name; `note` says what it is compared with. */
export function Stat({ label, value, note }: { label: string; value: ReactNode; note?: ReactNode }) {
  return (
    <div className="min-w-0 rounded border border-line bg-surface px-4 py-3">
      <div className="text-sm text-muted">{label}</div>
      <div className="num mt-1 text-2xl font-semibold tracking-tight">{value}</div>
      {note && <div className="mt-0.5 text-sm text-muted">{note}</div>}
    </div>
  )
}

/** Names and values of one thing: a customer, a ticket. */
export function Facts({ items }: { items: readonly { label: string; value: ReactNode }[] }) {
  return (
    <dl className="grid grid-cols-[minmax(6rem,auto)_1fr] gap-x-4 gap-y-2 text-sm">
      {items.map((item) => (
        <div key={item.label} className="contents">
          <dt className="text-muted">{item.label}</dt>
          <dd className="min-w-0">{item.value}</dd>
        </div>
      ))}
    </dl>
  )
}
