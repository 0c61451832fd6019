import { Button as AriaButton } from 'react-aria-components/Button'
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover } from 'react-aria-components/Menu'
import { buttonClass, type ButtonSize, type ButtonVariant } from './Button.tsx'
import { Icon, type IconName } from './Icon.tsx'

export interface MenuEntry {
  id: string
  label: string
  note?: string
  icon?: IconName
  onPress: () => void
  tone?: 'danger'
  isDisabled?: boolean
  /** Shows a tick: one of several ways of seeing. */
  isSelected?: boolean
}

interface MenuButtonProps {
  /** Read to those who do not see the icon; shown when there is none. */
  label: string
  icon?: IconName
  items: readonly MenuEntry[]
  variant?: ButtonVariant
  size?: ButtonSize
}

/** Several lesser actions behind one button. */
export function MenuButton({ label, icon, items, variant = 'secondary', size = 'medium' }: MenuButtonProps) {
  return (
    <MenuTrigger>
      <AriaButton
        aria-label={icon ? label : undefined}
        className={`${buttonClass(variant, size)} ${icon ? 'aspect-square !px-0' : ''}`}
      >
        {icon ? <Icon name={icon} /> : label}
        {!icon && <Icon name="chevron_down" size={16} className="text-muted" />}
      </AriaButton>
      <MenuList label={label} items={items} />
    </MenuTrigger>
  )
}

export function MenuList({ label, items }: { label: string; items: readonly MenuEntry[] }) {
  return (
    <Popover
      placement="bottom end"
      className="kit-enter z-50 max-w-xs min-w-48 overflow-auto rounded border border-line bg-raised p-1 shadow-raised"
    >
      <AriaMenu
        aria-label={label}
        className="outline-none"
        onAction={(key) => items.find((item) => item.id === key)?.onPress()}
      >
        {items.map((item) => (
          <MenuItem
            key={item.id}
            id={item.id}
            textValue={item.label}
            isDisabled={item.isDisabled}
            className={`flex min-h-9 cursor-pointer items-center gap-2.5 rounded-sm px-2.5 py-1.5 text-sm outline-none pointer-coarse:min-h-11 data-[disabled]:opacity-50 data-[focused]:bg-sunken ${item.tone === 'danger' ? 'text-error' : ''}`}
          >
            {item.icon && <Icon name={item.icon} className={item.tone ? '' : 'text-muted'} />}
            <span className="min-w-0 flex-1">
              {item.label}
              {item.note && <span className="block text-muted">{item.note}</span>}
            </span>
            {item.isSelected && <Icon name="check" size={16} className="text-accent" />}
          </MenuItem>
        ))}
      </AriaMenu>
    </Popover>
  )
}
