import type { ReactNode } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button'
import { Icon, type IconName } from './Icon.tsx'

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger'
export type ButtonSize = 'medium' | 'small' | 'large'

export interface ButtonProps extends Pick<
  AriaButtonProps,
  | 'onPress'
  | 'isDisabled'
  | 'type'
  | 'autoFocus'
  | 'id'
  | 'form'
  | 'slot'
  | 'aria-label'
  | 'aria-describedby'
  | 'aria-expanded'
  | 'aria-controls'
  | 'aria-haspopup'
  | 'aria-pressed'
  | 'aria-current'
> {
  children?: ReactNode
  /** One `primary` on a screen: what the person came to do. `secondary` by default. */
  variant?: ButtonVariant
  size?: ButtonSize
  icon?: IconName
  /** Shows the work and takes no second press; the button keeps its width and its focus. */
  busy?: boolean
  /** The key that does the same, shown as a hint to whoever has a keyboard: "N". */
  shortcut?: string
  /** As wide as its container. */
  wide?: boolean
  className?: string
}

const variants: Record<ButtonVariant, string> = {
  primary:
    'bg-accent text-on-accent border-transparent hover:bg-accent-strong data-[pressed]:bg-accent-strong font-semibold',
  secondary: 'bg-surface text-ink border-control hover:border-ink hover:bg-sunken',
  quiet: 'bg-transparent text-ink border-transparent hover:bg-sunken',
  danger: 'bg-surface text-error border-error hover:bg-error-soft',
}

const sizes: Record<ButtonSize, string> = {
  small: 'min-h-8 px-2.5 text-sm gap-1.5 pointer-coarse:min-h-11',
  medium: 'control-height px-3.5 text-sm gap-2',
  large: 'min-h-13 px-5 text-base gap-2.5',
}

export function buttonClass(
  variant: ButtonVariant = 'secondary',
  size: ButtonSize = 'medium',
  wide = false,
): string {
  return (
    'relative inline-flex items-center justify-center rounded border font-medium select-none ' +
    'transition-colors disabled:opacity-50 data-[disabled]:opacity-50 no-underline ' +
    `${variants[variant]} ${sizes[size]} ${wide ? 'w-full' : 'whitespace-nowrap'}`
  )
}

export function Button({
  children,
  variant = 'secondary',
  size = 'medium',
  icon,
  busy = false,
  shortcut,
  wide = false,
  className = '',
  ...rest
}: ButtonProps) {
  const square = children === undefined || children === null
  return (
    <AriaButton
      {...rest}
      isPending={busy}
      aria-keyshortcuts={shortcut}
      className={`${buttonClass(variant, size, wide)} ${square ? 'aspect-square !px-0' : ''} ${className}`}
    >
      <span
        className={`inline-flex items-center justify-center ${square ? '' : 'gap-2'} ${busy ? 'invisible' : ''}`}
      >
        {icon && <Icon name={icon} size={size === 'large' ? 22 : 18} />}
        {children}
        {shortcut && <KeyHint label={shortcut} />}
      </span>
      {busy && (
        <span className="absolute inset-0 grid place-items-center">
          <Icon name="loader" className="kit-spin" />
        </span>
      )}
    </AriaButton>
  )
}

/** The key's picture; hidden from screen readers, which read `aria-keyshortcuts`. */
export function KeyHint({ label }: { label: string }) {
  return (
    <kbd
      aria-hidden="true"
      className="hidden min-w-5 rounded-sm border border-current/35 px-1 text-center font-sans text-sm leading-4.5 font-medium opacity-80 sm:inline-block pointer-coarse:hidden"
    >
      {label}
    </kbd>
  )
}
