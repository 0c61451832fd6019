import { useText } from '@guichet/kit/texts'
import type { Service } from '../../contract.ts'

/** Services by their letters, in order of preference; the names are there for whoever asks. */
export function ServiceLetters({ services, ids }: { services: readonly Service[]; ids: readonly string[] }) {
  const text = useText('organisation')
  if (ids.length === 0) return <span className="text-muted">{text('service.all')}</span>
  const shown = ids.flatMap((id) => services.find((service) => service.id === id) ?? [])
  return (
    <span className="inline-flex flex-wrap gap-1">
      {shown.map((service) => (
        <span
          key={service.id}
          title={service.name}
          className="num inline-grid min-w-6 place-items-center rounded-sm bg-sunken px-1 text-sm font-semibold"
        >
          {service.prefix}
          <span className="sr-only"> {service.name}</span>
        </span>
      ))}
    </span>
  )
}
