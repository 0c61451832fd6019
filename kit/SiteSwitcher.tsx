import { Icon } from './Icon.tsx'
import { useSite } from './session.ts'
import { useText } from './texts.ts'

/** Which place one works in. One site shows as words alone. */
export function SiteSwitcher() {
  const text = useText('kit')
  const { site, sites, setSite } = useSite()
  if (!site) return null
  if (sites.length === 1) {
    return (
      <span className="flex min-w-0 items-center gap-2 text-sm font-medium">
        <Icon name="pin" className="text-muted" />
        <span className="truncate">{site.name}</span>
      </span>
    )
  }
  return (
    <label className="relative inline-flex max-w-full items-center rounded text-sm font-medium hover:bg-sunken has-focus-visible:outline-2 has-focus-visible:outline-accent">
      <span className="sr-only">{text('shell.site')}</span>
      <Icon name="pin" className="pointer-events-none absolute start-2 text-muted" />
      <select
        className="control-height [field-sizing:content] max-w-full appearance-none truncate rounded bg-transparent ps-8 pe-8 outline-none"
        value={site.id}
        onChange={(event) => setSite(event.target.value)}
      >
        {sites.map((one) => (
          <option key={one.id} value={one.id} className="bg-raised text-ink">
            {one.name}
          </option>
        ))}
      </select>
      <Icon name="chevron_down" size={16} className="pointer-events-none absolute end-2 text-muted" />
    </label>
  )
}
