import { useRead } from '@guichet/kit/api'
import { Page } from '@guichet/kit/page'
import { useText } from '@guichet/kit/texts'
import { useState } from 'react'
import { listChoices } from '../contract.ts'
import { AtSite } from './staff/AtSite.tsx'
import { GivenTicketCard } from './staff/GivenTicketCard.tsx'
import { IssueDesk } from './staff/IssueDesk.tsx'
import { PresentTable } from './staff/PresentTable.tsx'
import type { GivenTicket } from './staff/TicketPaper.tsx'

/** The welcome desk: a number in one press, and an answer for whoever asks. */
export function ReceptionPage() {
  const text = useText('queue')
  return (
    <AtSite title={text('reception.title')}>
      {(site) => (
        <Page
          key={site.id}
          title={text('reception.title')}
          note={text('reception.note_page')}
          width="full"
          skeleton="cards"
        >
          <Reception site_id={site.id} />
        </Page>
      )}
    </AtSite>
  )
}

function Reception({ site_id }: { site_id: string }) {
  const { items, site_name } = useRead(listChoices, { params: { site_id } })
  const [given, setGiven] = useState<GivenTicket | null>(null)
  return (
    <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]">
      <IssueDesk site_id={site_id} choices={items} onGiven={setGiven} />
      <div className="grid gap-5">
        {/* Beside the services: what was given must not push them away from under the finger. */}
        {given && <GivenTicketCard given={given} site={site_name} onCancelled={() => setGiven(null)} />}
        <PresentTable site_id={site_id} services={items} />
      </div>
    </div>
  )
}
