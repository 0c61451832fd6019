import { Icon } from '@guichet/kit/icon'
import type { ReactNode } from 'react'
import type { Channel } from './words.ts'

interface AsReceivedProps {
  channel: Channel
  organisation: string
  title: string
  body: string
  replies?: readonly string[]
  attachments?: readonly string[]
  when?: string
}

/** The message in the frame it arrives in: a bubble on a telephone, a letter, a card on a locked screen. */
export function AsReceived(props: AsReceivedProps) {
  if (props.channel === 'email') return <Letter {...props} />
  if (props.channel === 'push' || props.channel === 'web_push') return <LockedScreen {...props} />
  return <Conversation {...props} />
}

function Conversation({ channel, organisation, body, replies = [], when }: AsReceivedProps) {
  const green = channel === 'whatsapp'
  return (
    <figure className="mx-auto w-full max-w-80 overflow-hidden rounded-3xl border-4 border-ink/80 bg-sunken">
      <figcaption className="flex items-center gap-2 border-b border-line bg-surface px-4 py-2.5 text-sm font-semibold">
        <span className="grid size-7 shrink-0 place-items-center rounded-full bg-accent-soft text-accent">
          <Icon name="building" size={16} />
        </span>
        <span className="truncate">{organisation}</span>
      </figcaption>
      <div className="min-h-40 px-3 py-4">
        <div
          className={`me-6 rounded-2xl rounded-ss-sm border px-3.5 py-2.5 ${
            green ? 'border-success/40 bg-success-soft' : 'border-line bg-surface'
          }`}
        >
          <Words>{body}</Words>
          {when && <span className="num mt-1 block text-end text-sm text-muted">{when}</span>}
        </div>
        {replies.map((reply) => (
          <span
            key={reply}
            className="me-6 mt-1.5 block rounded-2xl border border-line bg-surface px-3 py-2 text-center text-sm font-semibold text-accent"
          >
            {reply}
          </span>
        ))}
      </div>
    </figure>
  )
}

function Letter({ organisation, title, body, attachments = [] }: AsReceivedProps) {
  return (
    <figure className="overflow-hidden rounded border border-line bg-sunken">
      <figcaption className="border-b border-line bg-surface px-4 py-3">
        <span className="block text-sm text-muted">{organisation}</span>
        <span className="block font-semibold">{title}</span>
      </figcaption>
      <div className="m-4 border-t-4 border-accent bg-surface px-4 py-4">
        <Words>{body}</Words>
        {attachments.length > 0 && (
          <ul className="mt-4 grid gap-1.5">
            {attachments.map((name) => (
              <li
                key={name}
                className="flex items-center gap-2 rounded border border-line px-3 py-1.5 text-sm"
              >
                <Icon name="file" className="text-muted" />
                {name}
              </li>
            ))}
          </ul>
        )}
      </div>
    </figure>
  )
}

function LockedScreen({ organisation, title, body, when }: AsReceivedProps) {
  return (
    <figure className="mx-auto w-full max-w-80 rounded-3xl border-4 border-ink/80 bg-sunken px-3 py-8">
      <div className="rounded-xl border border-line bg-surface px-3.5 py-2.5 shadow-raised">
        <span className="flex items-center gap-2 text-sm text-muted">
          <Icon name="bell" size={14} />
          <span className="min-w-0 flex-1 truncate">{organisation}</span>
          {when && <span className="num">{when}</span>}
        </span>
        <span className="mt-1 block font-semibold">{title}</span>
        <Words>{body}</Words>
      </div>
    </figure>
  )
}

const Words = ({ children }: { children: ReactNode }) => (
  <p className="text-sm leading-5.5 break-words whitespace-pre-line">{children}</p>
)
