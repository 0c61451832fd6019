import { Button } from '@guichet/kit/button'
import { OfflineBanner } from '@guichet/kit/page'
import { Mark } from '@guichet/kit/shell'
import { setLocale, useLocale, useText } from '@guichet/kit/texts'
import type { ReactNode } from 'react'

interface AccountFrameProps {
  title: string
  note?: ReactNode
  /** Shown beside the form where there is room. */
  picture?: ReactNode
  children: ReactNode
}

/** Pages of people who are not inside yet: one column, one thing to do. */
export function AccountFrame({ title, note, picture, children }: AccountFrameProps) {
  return (
    <div className={`min-h-dvh ${picture ? 'lg:grid lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]' : ''}`}>
      <title>{`${title} · Guichet`}</title>
      <div className="flex min-h-dvh flex-col">
        <AccountHeader />
        <div className="mx-auto flex w-full max-w-md flex-1 flex-col justify-center px-4 pt-4 pb-16">
          <OfflineBanner />
          <h1 className="text-2xl font-semibold">{title}</h1>
          {note && <p className="mt-1.5 text-muted">{note}</p>}
          <div className="mt-6">{children}</div>
        </div>
      </div>
      {picture && (
        <div aria-hidden="true" className="hidden border-s border-line bg-accent-soft lg:block">
          <div className="sticky top-0 grid h-dvh place-items-center p-10">{picture}</div>
        </div>
      )}
    </div>
  )
}

export function AccountHeader({ children }: { children?: ReactNode }) {
  const text = useText('kit')
  const locale = useLocale()
  return (
    <header className="mx-auto flex w-full max-w-6xl items-center gap-3 px-4 py-3">
      <a href="/" className="flex items-center gap-2.5 rounded text-lg font-semibold text-ink no-underline">
        <Mark size={28} />
        <span translate="no">Guichet</span>
      </a>
      <div className="ms-auto flex items-center gap-2">
        {children}
        <Button variant="quiet" icon="language" onPress={() => void setLocale(locale === 'fr' ? 'en' : 'fr')}>
          <span lang={locale === 'fr' ? 'en' : 'fr'}>{text('account.other_language')}</span>
        </Button>
      </div>
    </header>
  )
}
