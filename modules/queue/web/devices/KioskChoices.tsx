import { Icon } from '@guichet/kit/icon'
import { useLocale, useText } from '@guichet/kit/texts'
import { ServiceIcon } from '@guichet/organisation/panels'
import type { ServiceChoice } from '../../contract.ts'
import { screens } from './kiosk-flow.ts'
import { KioskMessage } from './KioskMessage.tsx'
import type { Choices } from './use-choices.ts'
import { rangeText } from './wait-range.ts'

interface KioskChoicesProps {
  choices: Choices | null
  page: number
  onPage: (page: number) => void
  onChoose: (choice: ServiceChoice) => void
}

export function KioskChoices({ choices, page, onPage, onChoose }: KioskChoicesProps) {
  const text = useText('queue')
  if (!choices) return null
  const { items } = choices
  if (items.length === 0)
    return <KioskMessage title={text('kiosk.nothing')} hint={text('kiosk.nothing_hint')} />
  if (items.every((choice) => choice.refusal === 'closed')) {
    return <KioskMessage title={text('kiosk.all_closed')} hint={text('kiosk.all_closed_hint')} />
  }
  const pages = screens(items)
  const shown = pages[Math.min(page, pages.length - 1)] ?? []
  const few = shown.length <= 3
  return (
    <>
      <h1 className="py-4 text-center text-4xl font-bold text-balance">{text('kiosk.choose')}</h1>
      <ul
        className={`mx-auto grid w-full flex-1 auto-rows-fr gap-4 ${columnsFor(shown.length + (pages.length > 1 ? 1 : 0))}`}
      >
        {shown.map((choice) => (
          <li key={choice.id} className="flex">
            <Tile choice={choice} wide={few} onPress={() => onChoose(choice)} />
          </li>
        ))}
        {pages.length > 1 && (
          <li className="flex">
            <button
              type="button"
              onClick={() => onPage((page + 1) % pages.length)}
              className="flex min-h-30 w-full flex-col items-center justify-center gap-3 rounded-[12px] border border-control bg-surface p-4 text-2xl font-semibold active:bg-sunken"
            >
              <Icon name="more" size={40} />
              {text('kiosk.more')}
            </button>
          </li>
        )}
      </ul>
    </>
  )
}

/** Rows of equal length, as far as the number allows; written out, because styles are found in the text. */
function columnsFor(tiles: number): string {
  if (tiles <= 3) return 'max-w-4xl grid-cols-1'
  if (tiles === 4) return 'max-w-5xl grid-cols-2'
  return tiles <= 6 ? 'grid-cols-2 landscape:grid-cols-3' : 'grid-cols-2 landscape:grid-cols-4'
}

function Tile({ choice, wide, onPress }: { choice: ServiceChoice; wide: boolean; onPress: () => void }) {
  const text = useText('queue')
  const locale = useLocale()
  const refused = choice.refusal !== null
  return (
    <button
      type="button"
      disabled={refused}
      onClick={onPress}
      className={`flex min-h-30 w-full items-center gap-5 rounded-[12px] border p-5 [@media(max-height:50rem)]:gap-3 [@media(max-height:50rem)]:p-3 ${wide ? 'px-6! text-left' : 'flex-col justify-center text-center'} ${
        refused
          ? 'border-line bg-sunken'
          : 'border-line bg-surface shadow-raised active:border-accent active:bg-accent-soft'
      }`}
    >
      <Picture choice={choice} />
      <span className="min-w-0">
        <span className="block text-[1.75rem] leading-tight font-bold text-balance">
          {locale === 'en' ? (choice.name_en ?? choice.name) : choice.name}
        </span>
        {wide && choice.description && (
          <span className="mt-1 block text-lg text-muted">{choice.description}</span>
        )}
        <span className={`mt-2 block text-xl ${refused ? 'font-semibold text-warning' : 'text-muted'}`}>
          {refused ? (
            text(`join.refusal.${choice.refusal}`)
          ) : (
            <>
              {text('visitor.ahead', { count: choice.ahead })}
              {choice.range && <b className="block text-ink">{rangeText(text, choice.range)}</b>}
              {choice.past_closing && <b className="block text-warning">{text('join.past_closing')}</b>}
            </>
          )}
        </span>
      </span>
    </button>
  )
}

function Picture({ choice }: { choice: ServiceChoice }) {
  if (choice.photo_url)
    return (
      <img
        src={choice.photo_url}
        alt=""
        className="size-28 flex-none rounded object-cover [@media(max-height:50rem)]:size-20"
      />
    )
  return (
    <span
      className="grid size-24 flex-none place-items-center rounded-[16px] [@media(max-height:50rem)]:size-18 [&_svg]:size-[55%] bg-accent-soft text-4xl font-bold text-accent"
      aria-hidden="true"
    >
      {choice.icon ? <ServiceIcon name={choice.icon} size={52} /> : choice.prefix}
    </span>
  )
}
