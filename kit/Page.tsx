import { useQueryClient, useQueryErrorResetBoundary } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { Boundary } from './Boundary.tsx'
import { Button } from './Button.tsx'
import { useNow } from './clock.ts'
import { Icon, type IconName } from './Icon.tsx'
import { Link } from './Link.tsx'
import { Skeleton } from './Skeleton.tsx'
import type { SkeletonKind } from './shell-route.ts'
import { useFormats, useText } from './texts.ts'

interface PageProps {
  title: string
  /** Beside the title: a badge of state, a count. */
  status?: ReactNode
  /** At the end of the title's line: the page's main buttons. */
  actions?: ReactNode
  /** Where one comes from, at depth three only: `{ to: '/queue', label: text('queue.title') }`. */
  back?: { to: string; label: string }
  /** A sentence below the title. */
  note?: ReactNode
  /** `narrow` for forms and reading, `full` for boards. */
  width?: 'normal' | 'narrow' | 'full'
  skeleton?: SkeletonKind
  children: ReactNode
}

let arrived = false

/** The frame of every page: title, actions, waiting, failure and being offline are handled here. */
export function Page({
  title,
  status,
  actions,
  back,
  note,
  width = 'normal',
  skeleton,
  children,
}: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    // On arrival the browser's own order holds, which begins with the link that skips the navigation.
    if (!arrived) {
      arrived = true
      return
    }
    // After a change of page the reader starts at its title; a field that asked for focus keeps it.
    const active = document.activeElement
    if (!active || active === document.body || active.closest('nav'))
      heading.current?.focus({ preventScroll: true })
  }, [title])

  const widths = { normal: 'max-w-6xl', narrow: 'max-w-2xl', full: 'max-w-none' }
  return (
    <div className={`mx-auto w-full ${widths[width]} px-4 py-5 md:px-8 md:py-7`}>
      <title>{`${title} · Guichet`}</title>
      <OfflineBanner />
      {back && (
        <Link to={back.to} className="mb-1 inline-flex items-center gap-1 text-sm text-muted hover:text-ink">
          <Icon name="chevron_left" size={16} />
          {back.label}
        </Link>
      )}
      <header className="mb-5 flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 ref={heading} tabIndex={-1} className="text-2xl font-semibold">
              {title}
            </h1>
            {status}
          </div>
          {note && <p className="mt-1 max-w-prose text-muted">{note}</p>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </header>
      <PartFrame skeleton={skeleton}>{children}</PartFrame>
    </div>
  )
}

/** Waiting and failure of a part: a panel that fails must not take the page along. */
export function PartFrame({
  skeleton = 'table',
  at,
  children,
}: {
  skeleton?: SkeletonKind
  /** Names what is shown, where that may change: a failure of the former is then forgotten. */
  at?: string
  children: ReactNode
}) {
  const { reset } = useQueryErrorResetBoundary()
  return (
    <Boundary fallback={<Skeleton kind={skeleton} />} onRetry={reset} at={at}>
      {children}
    </Boundary>
  )
}

function subscribeOnline(listener: () => void): () => void {
  window.addEventListener('online', listener)
  window.addEventListener('offline', listener)
  return () => {
    window.removeEventListener('online', listener)
    window.removeEventListener('offline', listener)
  }
}

export function useOnline(): boolean {
  return useSyncExternalStore(subscribeOnline, () => navigator.onLine)
}

/** Says how old the data on screen is while there is no network. */
export function OfflineBanner() {
  const online = useOnline()
  return online ? null : <OfflineNotice />
}

function OfflineNotice() {
  const text = useText('kit')
  const formats = useFormats()
  const cache = useQueryClient()
  useNow(30_000)
  const shown = cache
    .getQueryCache()
    .findAll({ type: 'active', predicate: ({ queryKey }) => queryKey[0] !== 'me' })
  const oldest = Math.min(...shown.map((query) => query.state.dataUpdatedAt).filter((time) => time > 0))
  return (
    <Notice tone="warning" icon="offline">
      {Number.isFinite(oldest)
        ? text('offline.since', { time: formats.time(oldest) })
        : text('offline.nothing')}
    </Notice>
  )
}

const noticeTones = {
  info: 'border-info bg-info-soft [&>svg]:text-info',
  success: 'border-success bg-success-soft [&>svg]:text-success',
  warning: 'border-warning bg-warning-soft [&>svg]:text-warning',
  error: 'border-error bg-error-soft [&>svg]:text-error',
}

/** A remark that stays on the page, unlike a toast. */
export function Notice({
  tone = 'info',
  icon,
  title,
  action,
  children,
}: {
  tone?: keyof typeof noticeTones
  icon?: IconName
  title?: string
  action?: ReactNode
  children?: ReactNode
}) {
  return (
    <div
      role={tone === 'error' ? 'alert' : 'status'}
      className={`mb-4 flex flex-wrap items-start gap-x-3 gap-y-2 rounded border-l-4 px-3.5 py-2.5 text-sm ${noticeTones[tone]}`}
    >
      <Icon name={icon ?? tone} className="mt-px" />
      <div className="min-w-0 flex-1 basis-48">
        {title && <p className="font-semibold">{title}</p>}
        {children}
      </div>
      {action}
    </div>
  )
}

interface EmptyProps {
  /** `first`: nothing yet. `filtered`: nothing matches. `done`: all work is finished. */
  kind: 'first' | 'filtered' | 'done'
  title?: string
  note?: string
  icon?: IconName
  /** One action at most. */
  action?: ReactNode
  /** For `filtered`: shows "Effacer les filtres". */
  onClear?: () => void
}

const emptyIcons: Record<EmptyProps['kind'], IconName> = { first: 'plus', filtered: 'search', done: 'check' }

/** What stands where a list would be. */
export function Empty({ kind, title, note, icon, action, onClear }: EmptyProps) {
  const text = useText('kit')
  return (
    <div className="flex flex-col items-center px-4 py-10 text-center">
      <span className="grid size-10 place-items-center rounded-full bg-sunken text-muted">
        <Icon name={icon ?? emptyIcons[kind]} size={20} />
      </span>
      <p className="mt-3 font-semibold">{title ?? text(`empty.${kind}`)}</p>
      {note && <p className="mt-1 max-w-sm text-sm text-muted">{note}</p>}
      {(action || onClear) && (
        <div className="mt-4">{action ?? <Button onPress={onClear}>{text('empty.clear')}</Button>}</div>
      )}
    </div>
  )
}

/** True once `ms` have passed: for what should not flash. */
export function useLate(ms = 300): boolean {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), ms)
    return () => clearTimeout(timer)
  }, [ms])
  return late
}
