import { Empty, Page } from '@guichet/kit/page'
import { type Site, useSite } from '@guichet/kit/session'
import { useText } from '@guichet/kit/texts'
import type { ReactNode } from 'react'

/** Every page of the queue is about one site: without any there is nothing to show yet. */
export function AtSite({ title, children }: { title: string; children: (site: Site) => ReactNode }) {
  const text = useText('queue')
  const { site } = useSite()
  if (site) return children(site)
  return (
    <Page title={title}>
      <Empty kind="first" icon="building" title={text('desk.no_site')} note={text('desk.no_site_note')} />
    </Page>
  )
}
