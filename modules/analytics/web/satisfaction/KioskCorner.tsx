import { apiFor, useDevice } from '@guichet/kit/device-link'
import { Icon } from '@guichet/kit/icon'
import { useText } from '@guichet/kit/texts'
import { useEffect, useState } from 'react'
import { readKioskQuestion } from '../../satisfaction/contract.ts'

/** At the foot of the kiosk, for those on their way out: the way to the question, where it is asked. */
export function KioskCorner() {
  const text = useText('analytics')
  const { paired } = useDevice('kiosk')
  const [open, setOpen] = useState(false)
  useEffect(() => {
    if (!paired) return
    apiFor(paired.tenant.slug)
      .request(readKioskQuestion, { params: { site_id: paired.device.site_id } })
      .then(
        (question) => setOpen(question.open),
        () => undefined, // without an answer the kiosk does its first duty, giving tickets
      )
  }, [paired])
  useEffect(() => {
    // The screen above leaves this much room (KioskFrame.tsx); by the object model, as style attributes are refused.
    const { style } = document.documentElement
    if (open) style.setProperty('--corner', '6rem')
    return () => void style.removeProperty('--corner')
  }, [open])
  if (!open) return null
  return (
    <aside className="h-24 bg-ground px-6 text-ink print:hidden">
      <a
        href="/device/kiosk/rating"
        className="mx-auto flex min-h-18 w-fit items-center gap-3 rounded border border-control bg-surface px-6 text-xl font-semibold no-underline active:bg-sunken"
      >
        <Icon name="star" size={28} />
        {text('satisfaction.offer.button')}
      </a>
    </aside>
  )
}
