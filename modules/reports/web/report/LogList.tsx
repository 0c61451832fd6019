import { Icon } from '@guichet/kit/icon'
import { useMembership } from '@guichet/kit/session'
import { useFormats, useText } from '@guichet/kit/texts'
import { useEffect, useRef } from 'react'
import type { LogLine } from '../../contract.ts'

const icons = { note: 'check', warning: 'warning', error: 'error' } as const
const tones = { note: 'text-muted', warning: 'text-warning', error: 'text-error' } as const

/** What happened, oldest first; the newest stays in sight while it goes on. */
export function LogList({ lines, follow }: { lines: readonly LogLine[]; follow: boolean }) {
  const text = useText('reports')
  const formats = useFormats({ time_zone: useMembership()?.tenant.time_zone })
  const list = useRef<HTMLOListElement>(null)
  useEffect(() => {
    if (follow) list.current?.scrollTo({ top: list.current.scrollHeight })
  }, [lines.length, follow])
  return (
    <ol
      ref={list}
      aria-label={text('report.log')}
      aria-live={follow ? 'polite' : undefined}
      // A region that scrolls must be reachable by keyboard.
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className="max-h-96 overflow-y-auto text-sm"
    >
      {lines.map((line) => (
        <li key={line.number} className="flex items-start gap-3 py-1">
          <time dateTime={line.at} className="num shrink-0 text-muted">
            {formats.time(line.at)}
          </time>
          <Icon name={icons[line.level]} size={16} className={`mt-0.5 shrink-0 ${tones[line.level]}`} />
          <span className="min-w-0 break-words">{line.text}</span>
        </li>
      ))}
    </ol>
  )
}
