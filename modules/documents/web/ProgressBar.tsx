/** How far something is, in proportion. */
export function ProgressBar({ label, done, all }: { label: string; done: number; all: number }) {
  const percent = Math.min(100, Math.round((100 * done) / Math.max(1, all)))
  return (
    <span
      role="progressbar"
      aria-label={label}
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
      className="inline-block h-1.5 w-28 shrink-0 overflow-hidden rounded-full bg-sunken"
    >
      <span className="block h-full rounded-full bg-accent" style={{ width: `${percent}%` }} />
    </span>
  )
}
