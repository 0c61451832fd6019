import { useRouterState } from '@tanstack/react-router'
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react'
import type { Action } from './action-store.ts'
import { CommandPalette } from './CommandPalette.tsx'
import { Icon, type IconName } from './Icon.tsx'
import { Link, placeOf, useGo, useSetSearch } from './Link.tsx'
import { useLiveLine } from './live.ts'
import { LiveDot } from './LiveDot.tsx'
import { type Membership, useSite } from './session.ts'
import { isPermitted, type ShellRoute } from './shell-route.ts'
import { ShortcutHelpKey } from './Shortcuts.tsx'
import { SiteSwitcher } from './SiteSwitcher.tsx'
import { setLocale, useLocale, useText, useTexts } from './texts.ts'
import { useTheme } from './theme.ts'

export type { ShellRoute } from './shell-route.ts'

const AccountMenu = lazy(() => import('./AccountMenu.tsx').then((file) => ({ default: file.AccountMenu })))
const MoreSheet = lazy(() => import('./MoreSheet.tsx').then((file) => ({ default: file.MoreSheet })))

export interface NavItem {
  path: string
  label: string
  icon: IconName
}

interface ShellProps {
  routes: readonly ShellRoute[]
  membership: Membership
  children: ReactNode
}

/** Rail, bar and bottom tabs around the staff's pages. */
export function Shell({ routes, membership, children }: ShellProps) {
  const text = useText('kit')
  const { site } = useSite()
  useLiveLine(site?.id ?? null)
  useSiteInAddress()
  const [palette, setPalette] = useState(false)
  const [help, setHelp] = useState(false)
  const [more, setMore] = useState(false)
  const items = useNav(routes, membership)
  const actions = useShellActions(items, () => setHelp(true))

  return (
    <div className="min-h-dvh md:ps-56">
      <a
        href="#content"
        className="fixed start-2 top-2 z-50 -translate-y-20 rounded bg-ink px-3 py-2 text-surface focus:translate-y-0"
      >
        {text('shell.skip')}
      </a>

      <nav
        aria-label={text('shell.nav')}
        className="fixed inset-y-0 start-0 z-20 hidden w-56 flex-col border-e border-line bg-surface md:flex print:!hidden"
      >
        <div className="flex h-14 items-center gap-2.5 px-4">
          <Mark />
          <span className="line-clamp-2 min-w-0 text-sm leading-4.5 font-semibold">
            {membership.tenant.name}
          </span>
        </div>
        <ul className="flex-1 space-y-0.5 overflow-y-auto p-2">
          {items.map((item) => (
            <li key={item.path}>
              <RailLink item={item} />
            </li>
          ))}
        </ul>
        <div className="border-t border-line p-2">
          <button
            type="button"
            onClick={() => setPalette(true)}
            className="flex min-h-9 w-full items-center gap-2.5 rounded px-2.5 text-sm text-muted hover:bg-sunken hover:text-ink"
          >
            <Icon name="search" />
            <span className="flex-1 text-start">{text('palette.short')}</span>
            <kbd
              aria-hidden="true"
              className="rounded-sm border border-line px-1 font-sans text-sm leading-4.5"
            >
              Ctrl K
            </kbd>
          </button>
        </div>
      </nav>

      <header className="sticky top-0 z-10 flex h-14 items-center gap-2 border-b border-line bg-surface px-4 md:px-8 print:hidden">
        <span className="md:hidden">
          <Mark />
        </span>
        <div className="min-w-0 flex-1">
          <SiteSwitcher />
        </div>
        <LiveDot />
        <Suspense fallback={<span className="size-9" />}>
          <AccountMenu membership={membership} onHelp={() => setHelp(true)} />
        </Suspense>
      </header>

      <main id="content" tabIndex={-1} className="pb-20 outline-none md:pb-0 print:pb-0">
        {children}
      </main>

      <BottomTabs items={items} onMore={() => setMore(true)} />
      {more && (
        <Suspense fallback={null}>
          <MoreSheet items={items} onClose={() => setMore(false)} />
        </Suspense>
      )}
      <CommandPalette isOpen={palette} onOpenChange={setPalette} actions={() => actions} />
      <ShortcutHelpKey isOpen={help} onOpenChange={setHelp} />
    </div>
  )
}

function useNav(routes: readonly ShellRoute[], membership: Membership): readonly NavItem[] {
  const shown = routes
    .filter((route) => route.area === 'staff' && route.nav && isPermitted(route, membership.permissions))
    .toSorted((a, b) => a.nav!.order - b.nav!.order)
  const text = useTexts([...new Set(shown.map((route) => route.nav!.module))])
  return shown.map((route) => ({
    path: route.path,
    label: text(route.nav!.module, route.nav!.label),
    icon: route.nav!.icon as IconName,
  }))
}

function useShellActions(items: readonly NavItem[], onHelp: () => void): readonly Action[] {
  const text = useText('kit')
  const go = useGo()
  const { site, sites, setSite } = useSite()
  const locale = useLocale()
  const { setTheme } = useTheme()
  return [
    ...items.map((item) => ({ id: item.path, label: item.label, icon: item.icon, run: () => go(item.path) })),
    ...sites
      .filter((one) => one.id !== site?.id)
      .map((one) => ({
        id: one.id,
        label: text('palette.site', { name: one.name }),
        icon: 'pin' as const,
        run: () => setSite(one.id),
      })),
    { id: 'me', label: text('account.me'), icon: 'user', run: () => go('/me') },
    { id: 'keys', label: text('shortcuts.title'), icon: 'help', run: onHelp },
    {
      id: 'language',
      label: text('account.other_language'),
      icon: 'language',
      words: 'english français langue language',
      run: () => void setLocale(locale === 'fr' ? 'en' : 'fr'),
    },
    { id: 'light', label: text('theme.to_light'), icon: 'sun', run: () => setTheme('light') },
    { id: 'dark', label: text('theme.to_dark'), icon: 'moon', run: () => setTheme('dark') },
  ]
}

/** With several sites the address says which: it may be sent to a colleague who last worked in another. */
function useSiteInAddress(): void {
  const { site, sites } = useSite()
  const setSearch = useSetSearch()
  const said = useRouterState({ select: (state) => (state.location.search as { site?: string }).site })
  const id = sites.length > 1 ? site?.id : undefined
  useEffect(() => {
    if (id && said !== id) setSearch({ site: id })
  }, [id, said, setSearch])
}

/** The item whose page, or a page below it, is shown. */
function useIsHere(): (item: NavItem) => boolean {
  const path = useRouterState({ select: (state) => state.location.pathname })
  return (item) => path === placeOf(item.path) || path.startsWith(`${placeOf(item.path)}/`)
}

function RailLink({ item }: { item: NavItem }) {
  const here = useIsHere()(item)
  return (
    <Link
      to={item.path}
      aria-current={here ? 'page' : undefined}
      className={`flex min-h-9 items-center gap-2.5 rounded px-2.5 py-1.5 text-sm -outline-offset-2 pointer-coarse:min-h-11 ${
        here ? 'bg-accent-soft font-semibold text-accent' : 'font-medium text-ink hover:bg-sunken'
      }`}
    >
      <Icon name={item.icon} />
      <span className="min-w-0 flex-1">{item.label}</span>
    </Link>
  )
}

/** Four places within the thumb's reach, the rest behind "Plus". */
function BottomTabs({ items, onMore }: { items: readonly NavItem[]; onMore: () => void }) {
  const text = useText('kit')
  const isHere = useIsHere()
  const shown = items.length <= 5 ? items : items.slice(0, 4)
  const cell =
    'flex min-h-14 w-full flex-col items-center justify-center gap-0.5 px-0.5 text-sm leading-4 -outline-offset-2'
  return (
    <nav
      aria-label={text('shell.nav')}
      className="fixed inset-x-0 bottom-0 z-20 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:hidden print:hidden"
    >
      <ul className="flex">
        {shown.map((item) => (
          <li key={item.path} className="min-w-0 flex-1">
            <Link
              to={item.path}
              aria-current={isHere(item) ? 'page' : undefined}
              className={`${cell} ${isHere(item) ? 'font-semibold text-accent' : 'text-muted'}`}
            >
              <Icon name={item.icon} size={22} />
              <span className="w-full truncate text-center tracking-tight">{item.label}</span>
            </Link>
          </li>
        ))}
        {shown.length < items.length && (
          <li className="min-w-0 flex-1">
            <button type="button" onClick={onMore} className={`${cell} text-muted`}>
              <Icon name="more" size={22} />
              {text('shell.more')}
            </button>
          </li>
        )}
      </ul>
    </nav>
  )
}

/** A counter seen from the front: somebody on either side of a line. */
export function Mark({ size = 26 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" className="block shrink-0">
      <rect width="32" height="32" rx="6" className="fill-accent" />
      <g fill="none" strokeWidth="2.6" strokeLinecap="round" className="stroke-on-accent">
        <path d="M6.5 20h19" />
        <path d="M10 25.5V20M22 25.5V20" />
        <path d="M11.5 15.5a4.5 4.5 0 0 1 9 0" />
      </g>
      <circle cx="16" cy="7.8" r="2.6" className="fill-on-accent" />
    </svg>
  )
}
