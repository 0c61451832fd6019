import { useRead, useSend } from '@guichet/kit/api'
import { Badge } from '@guichet/kit/badge'
import { Button } from '@guichet/kit/button'
import { Card } from '@guichet/kit/card'
import { Icon } from '@guichet/kit/icon'
import { PartFrame } from '@guichet/kit/page'
import { useFormats, useText } from '@guichet/kit/texts'
import { toast } from '@guichet/kit/toast'
import { endSession, listSessions } from '@guichet/platform/auth-contract'
import { browserOf } from './browser-of.ts'

export function MySessions() {
  const text = useText('organisation')
  return (
    <Card title={text('me.sessions_title')} note={text('me.sessions_note')} padded={false}>
      <PartFrame>
        <Sessions />
      </PartFrame>
    </Card>
  )
}

function Sessions() {
  const text = useText('organisation')
  const formats = useFormats()
  const { items } = useRead(listSessions)
  const end = useSend(endSession, {
    invalidates: [listSessions],
    onDone: () => toast({ text: text('me.session_ended'), tone: 'success' }),
  })
  return (
    <ul className="divide-y divide-line">
      {items.map((session) => {
        const { browser, system, phone } = browserOf(session.user_agent)
        const name = [browser, system].filter(Boolean).join(', ') || text('me.unknown_browser')
        return (
          <li key={session.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5">
            <Icon name={phone ? 'tablet' : 'desk'} className="text-muted" />
            <div className="min-w-0 flex-1 basis-52">
              <p className="font-medium">{name}</p>
              <p className="text-sm text-muted">
                {text('me.since', { when: formats.date_time(session.created_at) })}
                {session.ip_address && <> · {session.ip_address}</>}
              </p>
            </div>
            {session.current ? (
              <Badge tone="success">{text('me.this_one')}</Badge>
            ) : (
              <Button
                size="small"
                aria-label={text('me.end_session_of', { name })}
                busy={end.isPending && end.variables?.params.session_id === session.id}
                onPress={() => end.mutate({ params: { session_id: session.id } })}
              >
                {text('me.end_session')}
              </Button>
            )}
          </li>
        )
      })}
    </ul>
  )
}
