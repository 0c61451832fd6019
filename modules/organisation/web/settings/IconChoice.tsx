import { useText } from '@guichet/kit/texts'
import { useId } from 'react'
import { ServiceIcon, serviceIcons } from '../ServiceIcon.tsx'

/** The picture on the service's button, for people who read little or in a hurry. */
export function IconChoice({ value, onChange }: { value: string | null; onChange: (icon: string) => void }) {
  const text = useText('organisation')
  const name = useId()
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-medium">{text('service.icon')}</legend>
      <div className="grid grid-cols-[repeat(auto-fill,minmax(2.75rem,1fr))] gap-1.5">
        {serviceIcons.map((icon) => (
          <label
            key={icon}
            title={text(`icon.${icon}`)}
            className="grid h-11 place-items-center rounded border border-line bg-surface text-muted hover:border-control hover:text-ink has-checked:border-accent has-checked:bg-accent-soft has-checked:text-accent has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name={name}
              value={icon}
              checked={icon === value}
              onChange={() => onChange(icon)}
              className="sr-only"
              aria-label={text(`icon.${icon}`)}
            />
            <ServiceIcon name={icon} />
          </label>
        ))}
      </div>
    </fieldset>
  )
}
