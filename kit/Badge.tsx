import type { ReactNode } from 'react'
import { Icon, type IconName } from './Icon.tsx'

export type Tone = 'neutral' | 'accent' | 'success' | 'warning' | 'error' | 'info'

const tones: Record<Tone, string> = {
  neutral: 'bg-sunken text-muted',
  accent: 'bg-accent-soft text-accent',
  success: 'bg-success-soft text-success',
  warning: 'bg-warning-soft text-warning',
  error: 'bg-error-soft text-error',
  info: 'bg-info-soft text-info',
}

/** A state in a word or two. The colour only repeats what the word says. */
export function Badge({
  tone = 'neutral',
  icon,
  children,
}: {
  tone?: Tone
  icon?: IconName
  children: ReactNode
}) {
  return (
    <span
      className={`inline-flex items-center gap-1 rounded-sm px-1.5 py-0.5 text-sm leading-4.5 font-medium whitespace-nowrap ${tones[tone]}`}
    >
      {icon && <Icon name={icon} size={14} />}
      {children}
    </span>
  )
}

/** A coloured point before a word: counters open, devices seen. */
export function Dot({ tone = 'neutral' }: { tone?: Tone }) {
  const colours: Record<Tone, string> = {
    neutral: 'bg-control',
    accent: 'bg-accent',
    success: 'bg-success',
    warning: 'bg-warning',
    error: 'bg-error',
    info: 'bg-info',
  }
  return <span aria-hidden="true" className={`inline-block size-2 shrink-0 rounded-full ${colours[tone]}`} />
}

/** A ticket's or order's number, in figures that line up. */
export function Code({ children, size = 'medium' }: { children: ReactNode; size?: 'medium' | 'large' }) {
  return (
    <span className={`num font-semibold tracking-tight ${size === 'large' ? 'text-4xl' : ''}`}>
      {children}
    </span>
  )
}
