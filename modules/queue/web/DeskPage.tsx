import { useRead } from '@guichet/kit/api'
import { useText } from '@guichet/kit/texts'
import { readDesk } from '../contract.ts'
import { AtSite } from './staff/AtSite.tsx'
import { DeskBoard } from './staff/DeskBoard.tsx'

/** Where an agent spends the day: who is here, who comes next, one obvious thing to do. */
export function DeskPage() {
  const text = useText('queue')
  return <AtSite title={text('desk.title')}>{(site) => <Desk key={site.id} site_id={site.id} />}</AtSite>
}

function Desk({ site_id }: { site_id: string }) {
  return <DeskBoard site_id={site_id} desk={useRead(readDesk, { params: { site_id } })} />
}
