import { signOut } from '@guichet/platform/auth-contract'
import { Button as AriaButton } from 'react-aria-components/Button'
import { MenuTrigger } from 'react-aria-components/Menu'
import { request } from './api.ts'
import { useGo } from './Link.tsx'
import { type MenuEntry, MenuList } from './Menu.tsx'
import { type Membership, useMe } from './session.ts'
import { setLocale, useLocale, useText } from './texts.ts'
import { type ThemeChoice, useTheme } from './theme.ts'

/** One's own name, language, theme, and the way out. */
export function AccountMenu({ membership, onHelp }: { membership: Membership; onHelp: () => void }) {
  const text = useText('kit')
  const { user, memberships } = useMe()
  const locale = useLocale()
  const theme = useTheme()
  const go = useGo()
  const themes: readonly ThemeChoice[] = ['light', 'dark', 'system']
  const icons = { light: 'sun', dark: 'moon', system: 'desk' } as const

  const items: MenuEntry[] = [
    { id: 'me', label: text('account.me'), note: user.email, icon: 'user', onPress: () => go('/me') },
    {
      id: 'language',
      label: text('account.other_language'),
      icon: 'language',
      onPress: () => void setLocale(locale === 'fr' ? 'en' : 'fr'),
    },
    ...themes.map((choice) => ({
      id: choice,
      label: text(`theme.${choice}`),
      icon: icons[choice],
      isSelected: theme.choice === choice,
      onPress: () => theme.setTheme(choice),
    })),
    { id: 'help', label: text('shortcuts.title'), icon: 'help', onPress: onHelp },
    ...memberships
      .filter((one) => one.tenant.slug !== membership.tenant.slug)
      .map(({ tenant }) => ({
        id: `to-${tenant.slug}`,
        label: tenant.name,
        icon: 'building' as const,
        // Another organisation is another world: nothing of this one may stay in memory.
        onPress: () => location.assign(`/t/${encodeURIComponent(tenant.slug)}`),
      })),
    { id: 'out', label: text('account.sign_out'), icon: 'sign_out', onPress: () => void leave() },
  ]

  return (
    <MenuTrigger>
      <AriaButton className="grid size-9 place-items-center rounded-full bg-accent-soft text-sm font-semibold text-accent hover:outline-2 hover:outline-accent pointer-coarse:size-11">
        <span aria-hidden="true">{initials(user.name)}</span>
        <span className="sr-only">{text('account.menu', { name: user.name })}</span>
      </AriaButton>
      <MenuList label={text('account.menu', { name: user.name })} items={items} />
    </MenuTrigger>
  )
}

async function leave() {
  await request(signOut).catch(() => undefined)
  location.assign('/login')
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  return ((words[0]?.[0] ?? '') + (words.length > 1 ? (words.at(-1)?.[0] ?? '') : '')).toUpperCase() || '?'
}
