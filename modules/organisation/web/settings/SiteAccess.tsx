import { Checkbox, Switch } from '@guichet/kit/form'
import { useText } from '@guichet/kit/texts'

interface SiteAccessProps {
  sites: readonly { id: string; name: string }[]
  /** `null`: every site, those to come included. */
  value: readonly string[] | null
  onChange: (ids: string[] | null) => void
}

/** Where a person may look and work. */
export function SiteAccess({ sites, value, onChange }: SiteAccessProps) {
  const text = useText('organisation')
  if (sites.length < 2 && value === null) return null
  return (
    <fieldset aria-label={text('member.sites')}>
      <Switch
        label={text('member.all_sites')}
        hint={text('member.all_sites_hint')}
        value={value === null}
        onChange={(all) => onChange(all ? null : sites.slice(0, 1).map(({ id }) => id))}
      />
      {value !== null && (
        <ul className="mt-3 divide-y divide-line rounded border border-line px-3">
          {sites.map((site) => {
            const chosen = value.includes(site.id)
            return (
              <li key={site.id} className="py-1">
                <Checkbox
                  label={site.name}
                  value={chosen}
                  isDisabled={chosen && value.length === 1}
                  onChange={(on) => onChange(on ? [...value, site.id] : value.filter((id) => id !== site.id))}
                />
              </li>
            )
          })}
        </ul>
      )}
    </fieldset>
  )
}
