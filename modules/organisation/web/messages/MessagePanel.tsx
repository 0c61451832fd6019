import { useRead } from '@guichet/kit/api'
import { Badge } from '@guichet/kit/badge'
import { Facts } from '@guichet/kit/card'
import { Notice } from '@guichet/kit/page'
import { SidePanel } from '@guichet/kit/side-panel'
import { useFormats, useText } from '@guichet/kit/texts'
import { useMembership } from '@guichet/kit/session'
import { readMessage } from '@guichet/platform/notifications-contract'
import { AsReceived } from './AsReceived.tsx'
import { reasonOf, statusTones, stepOf, type Message } from './words.ts'

/** One message: as its recipient sees it, then what happened to it. */
export function MessagePanel({ id, onClose }: { id: string; onClose: () => void }) {
  const text = useText('organisation')
  return (
    <SidePanel title={text('outbox.message')} onClose={onClose}>
      <Detail id={id} />
    </SidePanel>
  )
}

function Detail({ id }: { id: string }) {
  const text = useText('organisation')
  const formats = useFormats()
  const membership = useMembership()
  const message = useRead(readMessage, { params: { message_id: id } })
  return (
    <div className="grid gap-5">
      {message.status === 'simulated' && (
        <Notice tone="warning" title={text('message.simulation')}>
          {text('message.simulation_note')}
        </Notice>
      )}
      {message.body !== null && (
        <AsReceived
          channel={message.channel ?? 'sms'}
          organisation={membership?.tenant.name ?? ''}
          title={message.title ?? ''}
          body={message.body}
          replies={message.replies}
          attachments={message.attachments.map(({ name }) => name)}
          when={formats.time(message.status_at)}
        />
      )}
      <Facts
        items={[
          {
            label: text('status.title'),
            value: (
              <>
                <Badge tone={statusTones[message.status]}>{text(`message.status.${message.status}`)}</Badge>
                {message.reason && <span className="mt-1 block">{reasonOf(text, message.reason)}</span>}
              </>
            ),
          },
          {
            label: text('outbox.recipient'),
            value: <span className="break-all">{message.recipient ?? '–'}</span>,
          },
          ...(message.status === 'pending'
            ? [{ label: text('message.next'), value: formats.date_time(message.next_at) }]
            : []),
          ...(message.cost > 0
            ? [
                {
                  label: text('message.cost'),
                  value: formats.money(message.cost, membership?.tenant.currency ?? 'XOF'),
                },
              ]
            : []),
        ]}
      />
      <History message={message} />
    </div>
  )
}

function History({ message }: { message: Message }) {
  const text = useText('organisation')
  const formats = useFormats()
  return (
    <section>
      <h3 className="mb-2 font-semibold">{text('message.history')}</h3>
      <ol className="grid gap-2 border-s-2 border-line ps-4 text-sm">
        {message.steps.map((step) => (
          <li key={step.id}>
            <span className="font-medium">
              {stepOf(text, step.status)}
              {step.channel && ` · ${text(`channel.${step.channel}`)}`}
            </span>
            {step.reason && <span className="block">{reasonOf(text, step.reason)}</span>}
            {step.detail && <span className="block break-words text-muted">{step.detail}</span>}
            <time dateTime={step.at} className="num block text-muted">
              {formats.date_time(step.at)}
            </time>
          </li>
        ))}
      </ol>
    </section>
  )
}
