import { Button } from '@guichet/kit/button'
import { Icon, type IconName } from '@guichet/kit/icon'
import { Link, LinkButton, useGo } from '@guichet/kit/link'
import { useLive } from '@guichet/kit/live'
import { Notice } from '@guichet/kit/page'
import { QrCode } from '@guichet/kit/qr'
import { useMembership } from '@guichet/kit/session'
import { useShortcuts } from '@guichet/kit/shortcuts'
import { useText } from '@guichet/kit/texts'
import { toast } from '@guichet/kit/toast'
import { type ReactNode, useState } from 'react'
import { openDisplayHere } from '../settings/open-display-here.ts'

/** Three gestures to the first ticket: the screen, the phone, the call. */
export function ReadyStep({ site_id }: { site_id: string }) {
  const text = useText('organisation')
  const go = useGo()
  const tenant = useMembership()?.tenant
  const [opened, setOpened] = useState(false)
  const [opening, setOpening] = useState(false)
  const [taken, setTaken] = useState<string | null>(null)
  const [called, setCalled] = useState(false)

  useLive((event) => {
    if (event.type !== 'event') return
    if (event.name.endsWith('.ticket_issued')) setTaken(event.ids.number ?? String(event.facts.number ?? ''))
    if (event.name.endsWith('.ticket_called')) setCalled(true)
  })
  useShortcuts('first-steps', { n: { label: text('start.ready.desk'), run: () => go('/desk') } })

  async function openDisplay() {
    setOpening(true)
    try {
      await openDisplayHere(site_id, text('device.new_display'))
      setOpened(true)
    } catch {
      toast({ tone: 'error', text: text('start.ready.display_failed') })
    } finally {
      setOpening(false)
    }
  }

  const page = `/p/${encodeURIComponent(tenant?.slug ?? '')}`
  const link = location.origin + page
  const only_here = ['localhost', '127.0.0.1', '[::1]'].includes(location.hostname)

  return (
    <ol className="grid gap-4">
      <Gesture
        icon="tv"
        done={opened}
        title={text('start.ready.display')}
        note={text('start.ready.display_note')}
      >
        <Button icon="external" busy={opening} onPress={() => void openDisplay()}>
          {text('start.ready.open_display')}
        </Button>
        <p className="mt-3 text-sm text-muted">
          {text('start.ready.display_else')}{' '}
          <Link to="/settings/devices" search={{ pair: '1' }} className="text-accent underline">
            {text('start.ready.pair')}
          </Link>
        </p>
      </Gesture>
      <Gesture
        icon="ticket"
        done={taken !== null}
        title={text('start.ready.ticket')}
        note={taken === null ? text('start.ready.ticket_note') : text('start.ready.taken', { number: taken })}
      >
        <div className="flex flex-wrap items-center gap-5">
          <QrCode text={link} label={text('start.ready.qr')} size={168} />
          <div className="min-w-0 flex-1 basis-52">
            <LinkButtonOut href={page}>{text('start.ready.take_here')}</LinkButtonOut>
            <p className="mt-2 text-sm break-all text-muted">{link}</p>
          </div>
        </div>
        {only_here && (
          <div className="mt-3">
            <Notice>{text('start.ready.only_here')}</Notice>
          </div>
        )}
      </Gesture>
      <Gesture
        icon="megaphone"
        done={called}
        title={text('start.ready.call')}
        note={text('start.ready.call_note')}
      >
        <div className="flex flex-wrap items-center gap-3">
          <LinkButton to="/desk" variant="primary" size="large" icon="desk">
            {text('start.ready.desk')}
          </LinkButton>
          <span className="hidden items-center gap-2 text-muted pointer-fine:inline-flex">
            {text('start.ready.or_press')}
            <kbd className="grid size-10 place-items-center rounded border border-b-4 border-control bg-surface font-sans text-lg font-semibold text-ink">
              N
            </kbd>
          </span>
        </div>
        {called && <p className="mt-3 font-medium text-success">{text('start.ready.done')}</p>}
      </Gesture>
    </ol>
  )
}

function Gesture(props: { icon: IconName; done: boolean; title: string; note: string; children: ReactNode }) {
  const { icon, done, title, note, children } = props
  return (
    <li className="flex gap-4 rounded border border-line bg-surface p-4">
      <span
        className={`grid size-10 shrink-0 place-items-center rounded-full ${done ? 'bg-success-soft text-success' : 'bg-accent-soft text-accent'}`}
      >
        <Icon name={done ? 'check' : icon} size={20} />
      </span>
      <div className="min-w-0 flex-1">
        <h2 className="text-lg font-semibold">{title}</h2>
        <output className="mt-0.5 mb-3 block text-muted">{note}</output>
        {children}
      </div>
    </li>
  )
}

/** The visitor's page is not part of the staff's application: a new tab, a full load. */
function LinkButtonOut({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a
      href={href}
      target="_blank"
      rel="noreferrer"
      className="control-height inline-flex items-center gap-2 rounded border border-control bg-surface px-3.5 text-sm font-medium text-ink no-underline hover:border-ink hover:bg-sunken"
    >
      <Icon name="external" />
      {children}
    </a>
  )
}
