import { Dialog } from './Dialog.tsx'
import { Icon } from './Icon.tsx'
import { Link } from './Link.tsx'
import type { NavItem } from './Shell.tsx'
import { useText } from './texts.ts'

/** Every page, for a phone whose bar has room for four. */
export function MoreSheet({ items, onClose }: { items: readonly NavItem[]; onClose: () => void }) {
  const text = useText('kit')
  return (
    <Dialog isOpen onClose={onClose} title={text('shell.nav')}>
      <ul>
        {items.map((item) => (
          <li key={item.path}>
            <Link
              to={item.path}
              onClick={onClose}
              className="flex min-h-12 items-center gap-3 rounded px-2 hover:bg-sunken"
            >
              <Icon name={item.icon} size={22} className="text-muted" />
              {item.label}
            </Link>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
