import { LinkButton } from '@guichet/kit/link'
import { Empty } from '@guichet/kit/page'
import { useText } from '@guichet/kit/texts'

/** Everything here belongs to a site: without one in use there is nothing to show. */
export function NoSite() {
  const text = useText('organisation')
  return (
    <Empty
      kind="first"
      icon="pin"
      title={text('site.none')}
      note={text('site.none_note')}
      action={<LinkButton to="/settings/sites">{text('settings.sites.title')}</LinkButton>}
    />
  )
}
