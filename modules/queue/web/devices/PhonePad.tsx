import { useFormats, useText } from '@guichet/kit/texts'
import { normalisePhone } from '@guichet/organisation/contract'

interface PhonePadProps {
  country: 'SN' | 'FR'
  digits: string
  wrong: boolean
  onType: (digits: string) => void
  onWrong: () => void
  /** Null when the visitor would rather not. */
  onGive: (phone: string | null, channel?: 'whatsapp' | 'sms') => void
}

const codes = { SN: '+221', FR: '+33' }
const most_digits = 12
const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9']
const key_look =
  'min-h-20 rounded border border-control bg-surface text-3xl font-semibold active:bg-accent-soft'

/** Digits at the size of a finger; skipping is as easy as typing. */
export function PhonePad({ country, digits, wrong, onType, onWrong, onGive }: PhonePadProps) {
  const text = useText('queue')
  const formats = useFormats()
  const type = (digit: string): void => {
    if (digits.length < most_digits) onType(digits + digit)
  }
  const give = (channel: 'whatsapp' | 'sms'): void => {
    const phone = normalisePhone(digits, country)
    if (phone) onGive(phone, channel)
    else onWrong()
  }
  const national = digits.replace(/^0/, '')
  return (
    <section className="m-auto grid w-full max-w-2xl gap-x-10 gap-y-4 py-2 text-center landscape:max-w-5xl landscape:grid-cols-2 landscape:items-center">
      <div className="grid gap-4">
        <h1 className="text-3xl font-bold text-balance">{text('kiosk.phone.title')}</h1>
        <p className="text-xl text-balance text-muted">{text('kiosk.phone.why')}</p>
        <p className="text-lg text-balance text-muted">{text('join.consent')}</p>
        <output
          aria-label={text('kiosk.phone.entered')}
          className={`block min-h-18 rounded border-2 bg-surface py-4 text-3xl font-semibold ${wrong ? 'border-error' : 'border-line'}`}
        >
          {national === '' ? (
            <span className="text-muted">{codes[country]}</span>
          ) : (
            formats.phone(`${codes[country]}${national}`)
          )}
        </output>
        <p role="alert" className="min-h-7 text-lg font-semibold text-error">
          {wrong && text('kiosk.phone.wrong')}
        </p>
      </div>
      <div className="grid grid-cols-3 gap-3">
        {keys.map((digit) => (
          <button key={digit} type="button" className={key_look} onClick={() => type(digit)}>
            {digit}
          </button>
        ))}
        <button type="button" className={`${key_look} col-start-2`} onClick={() => type('0')}>
          0
        </button>
        <button
          type="button"
          className="min-h-20 rounded border border-control bg-surface text-xl font-semibold active:bg-accent-soft"
          onClick={() => onType(digits.slice(0, -1))}
        >
          {text('kiosk.phone.erase')}
        </button>
      </div>
      <div className="grid grid-cols-1 gap-4 sm:grid-cols-3 landscape:col-span-2">
        <button
          type="button"
          className="min-h-22 rounded border border-control bg-surface text-2xl font-semibold active:bg-sunken"
          onClick={() => onGive(null)}
        >
          {text('kiosk.phone.skip')}
        </button>
        {(['whatsapp', 'sms'] as const).map((channel) => (
          <button
            key={channel}
            type="button"
            className="min-h-22 rounded bg-accent text-2xl font-semibold text-on-accent active:bg-accent-strong"
            onClick={() => give(channel)}
          >
            {text(`kiosk.phone.by.${channel}`)}
          </button>
        ))}
      </div>
    </section>
  )
}
