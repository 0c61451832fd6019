import { useSend } from '@guichet/kit/api'
import { now } from '@guichet/kit/clock'
import { Button } from '@guichet/kit/button'
import { Card } from '@guichet/kit/card'
import { useMembership } from '@guichet/kit/session'
import { useLocale, useText } from '@guichet/kit/texts'
import { normalisePhone } from '@guichet/organisation/contract'
import { useEffect, useRef, useState } from 'react'
import { issueTicket, type ServiceChoice } from '../../contract.ts'
import { instantToday } from './local-day.ts'
import { ServiceTiles } from './ServiceTiles.tsx'
import type { GivenTicket } from './TicketPaper.tsx'
import { nobody, type Visitor, VisitorFields } from './VisitorFields.tsx'
import { priorityClasses } from './words.ts'

interface IssueDeskProps {
  site_id: string
  choices: readonly ServiceChoice[]
  onGiven: (given: GivenTicket) => void
}

/** Who comes, if it matters; then one press on a service. */
export function IssueDesk({ site_id, choices, onGiven }: IssueDeskProps) {
  const text = useText('queue')
  const locale = useLocale()
  const tenant = useMembership()?.tenant
  const country = tenant?.country ?? ''
  const time_zone = tenant?.time_zone ?? 'UTC'
  const [visitor, setVisitor] = useState<Visitor>(nobody)
  const [with_details, showDetails] = useState(false)
  const [phone_fault, setPhoneFault] = useState<string>()
  const [time_fault, setTimeFault] = useState<string>()
  const [said, say] = useState('')
  const details = useRef<HTMLDivElement>(null)

  useEffect(() => {
    if (phone_fault) details.current?.querySelector<HTMLInputElement>('input[type="tel"]')?.focus()
  }, [phone_fault])

  const issue = useSend(issueTicket, {
    onDone(reply) {
      setVisitor(nobody)
      say(text('reception.given_aloud', { number: reply.ticket.number, service: reply.ticket.service_name }))
      onGiven({
        ticket: reply.ticket,
        address: new URL(reply.url, location.origin).href,
        ahead: reply.ahead,
        range: reply.range,
      })
    },
  })

  function give(choice: ServiceChoice) {
    const phone = visitor.phone.trim() ? normalisePhone(visitor.phone, country) : undefined
    if (phone === null) {
      showDetails(true)
      setPhoneFault(text('reception.phone_invalid'))
      return
    }
    const appointment_at = visitor.appointment
      ? instantToday(visitor.appointment, now(), time_zone)
      : undefined
    if (appointment_at === null) {
      showDetails(true)
      setTimeFault(text('reception.appointment_invalid'))
      return
    }
    issue.mutate({
      params: { site_id },
      body: {
        service_id: choice.id,
        priority: priorityClasses[visitor.class],
        locale,
        ...(visitor.name.trim() && { visitor_name: visitor.name.trim() }),
        ...(phone && {
          visitor_phone: phone,
          channels: visitor.whatsapp ? (['whatsapp', 'sms'] as const).slice() : ['sms' as const],
        }),
        ...(visitor.note.trim() && { note: visitor.note.trim() }),
        ...(appointment_at && { appointment_at }),
      },
    })
  }

  return (
    <Card
      title={text('reception.give')}
      note={text('reception.give_note')}
      actions={
        <Button
          icon={with_details ? 'minus' : 'user_plus'}
          aria-expanded={with_details}
          aria-controls="reception-details"
          onPress={() => showDetails(!with_details)}
        >
          {text(with_details ? 'reception.fewer_details' : 'reception.details')}
        </Button>
      }
    >
      <p role="status" className="sr-only">
        {said}
      </p>
      <div
        ref={details}
        id="reception-details"
        hidden={!with_details}
        className="mb-5 border-b border-line pb-5"
      >
        <VisitorFields
          visitor={visitor}
          phone_error={phone_fault}
          time_error={time_fault}
          onChange={(change) => {
            setVisitor({ ...visitor, ...change })
            if (change.phone !== undefined) setPhoneFault(undefined)
            if (change.appointment !== undefined) setTimeFault(undefined)
          }}
        />
      </div>
      <ServiceTiles
        choices={choices}
        giving={issue.isPending ? (issue.variables?.body.service_id ?? null) : null}
        onGive={give}
      />
    </Card>
  )
}
