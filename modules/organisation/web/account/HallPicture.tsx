import { useText } from '@guichet/kit/texts'

/** What the product does, in one drawing: a number is called, people know where to go. */
export function HallPicture() {
  const text = useText('organisation')
  const called = 'A 042'
  const rows = [
    ['A 041', '2'],
    ['K 017', '1'],
    ['A 040', '3'],
  ] as const
  return (
    <div className="w-full max-w-md">
      <div className="overflow-hidden rounded border-8 border-ink bg-surface shadow-raised">
        <div className="bg-accent px-6 py-7 text-on-accent">
          <p className="text-lg font-medium">{text('picture.called')}</p>
          <p className="num text-6xl font-bold tracking-tight">{called}</p>
          <p className="mt-1 text-2xl font-semibold">{text('picture.counter', { number: '3' })}</p>
        </div>
        <ul className="divide-y divide-line px-6">
          {rows.map(([number, counter]) => (
            <li key={number} className="flex items-center justify-between py-3 text-xl">
              <span className="num font-semibold">{number}</span>
              <span className="text-muted">{text('picture.counter', { number: counter })}</span>
            </li>
          ))}
        </ul>
      </div>
      <p className="mt-8 text-center text-xl font-semibold text-balance">{text('picture.promise')}</p>
    </div>
  )
}
