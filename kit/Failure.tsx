import { type ReactNode, use, useEffect } from 'react'
import { Button } from './Button.tsx'
import { ProblemError } from './client.ts'
import { Icon, type IconName } from './Icon.tsx'
import { LinkButton } from './Link.tsx'
import { explain, referenceOf } from './problem.ts'
import { useMembership } from './session.ts'
import { loadTexts, useText } from './texts.ts'

/** What failed, what is kept, how to try again, and the reference to quote. */
export function Failure({ error, onRetry, whole }: { error: unknown; onRetry: () => void; whole?: boolean }) {
  const text = useText('kit')
  const owner =
    error instanceof ProblemError && error.problem.code.includes('.') && error.problem.code.split('.')[0]
  useOwnTexts(owner || 'kit')

  useEffect(() => {
    if (!(error instanceof ProblemError)) console.error(error)
    const again = () => onRetry()
    window.addEventListener('online', again)
    return () => window.removeEventListener('online', again)
  }, [error, onRetry])

  if (error instanceof ProblemError && error.problem.status === 403) return <Forbidden whole={whole} />
  if (error instanceof ProblemError && error.problem.status === 404)
    return <NotFound note={explain(error)} whole={whole} />
  // A page's code that is gone from the server: a newer version was installed meanwhile.
  if (isStaleCode(error)) {
    return (
      <Message
        whole={whole}
        icon="refresh"
        title={text('failure.new_version')}
        note={text('failure.new_version_note')}
      >
        <Button variant="primary" onPress={() => location.reload()}>
          {text('failure.reload')}
        </Button>
      </Message>
    )
  }
  const reference = referenceOf(error)
  return (
    <Message
      whole={whole}
      icon="error"
      tone="text-error"
      title={explain(error)}
      note={text('failure.kept')}
      alert
    >
      <Button variant="primary" onPress={onRetry}>
        {text('failure.retry')}
      </Button>
      {reference && (
        <p className="mt-4 text-sm text-muted">
          {text('failure.reference')} <code className="select-all">{reference}</code>
        </p>
      )}
    </Message>
  )
}

const pending = new Map<string, Promise<unknown>>()

function useOwnTexts(module: string): void {
  let promise = pending.get(module)
  if (!promise) pending.set(module, (promise = loadTexts([module]).catch(() => undefined)))
  use(promise)
}

function isStaleCode(error: unknown): boolean {
  return error instanceof TypeError && /dynamically imported module|module script failed/i.test(error.message)
}

/** The person is known but may not: says their role and whom to ask. */
export function Forbidden({ whole = true }: { whole?: boolean }) {
  const text = useText('kit')
  const membership = useMembership()
  return (
    <Message
      whole={whole}
      icon="lock"
      title={text('forbidden.title')}
      note={
        membership
          ? text('forbidden.note', { role: text(`role.${membership.role}`), tenant: membership.tenant.name })
          : text('forbidden.other')
      }
    >
      <LinkButton to="/">{text('forbidden.home')}</LinkButton>
    </Message>
  )
}

export function NotFound({ note, whole = true }: { note?: string; whole?: boolean }) {
  const text = useText('kit')
  return (
    <Message
      whole={whole}
      icon="search"
      title={text('not_found.title')}
      note={note ?? text('not_found.note')}
    >
      <LinkButton to="/">{text('forbidden.home')}</LinkButton>
    </Message>
  )
}

interface MessageProps {
  icon: IconName
  tone?: string
  title: string
  note?: string
  alert?: boolean
  whole?: boolean
  children?: ReactNode
}

function Message({ icon, tone = 'text-muted', title, note, alert, whole, children }: MessageProps) {
  const Heading = whole ? 'h1' : 'h2'
  return (
    <div
      role={alert ? 'alert' : undefined}
      className="mx-auto flex max-w-md flex-col items-center px-4 py-14 text-center"
    >
      <span className={`grid size-12 place-items-center rounded-full bg-sunken ${tone}`}>
        <Icon name={icon} size={24} />
      </span>
      {whole && <title>{`${title} · Guichet`}</title>}
      <Heading className="mt-4 text-xl font-semibold">{title}</Heading>
      {note && <p className="mt-1.5 mb-5 text-muted">{note}</p>}
      {children}
    </div>
  )
}
