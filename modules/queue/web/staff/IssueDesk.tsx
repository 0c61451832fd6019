import { useSend } from '@guichet/kit/api'
import { Button } from '@guichet/kit/button'
import { Card } from '@guichet/kit/card'
import { useMembership } from '@guichet/kit/session'
import { useShortcuts } from '@guichet/kit/shortcuts'
import { useLocale, useText } from '@guichet/kit/texts'
import { toast } from '@guichet/kit/toast'
import { useEffect, useState } from 'react'
import { issueTicket, type ServiceChoice } from '../../contract.ts'
import { GivenTicketCard } from './GivenTicketCard.tsx'
import { toE164 } from './phone.ts'
import { usePrintPreferences } from './print-preferences.ts'
import { ServiceTiles } from './ServiceTiles.tsx'
import type { GivenTicket } from './TicketPaper.tsx'
import { useTicketSteps } from './ticket-steps.ts'
import { nobody, type Visitor, VisitorFields } from './VisitorFields.tsx'
import { priorityClasses } from './words.ts'

interface IssueDeskProps {
  site_id: string
  site_name: string
  choices: readonly ServiceChoice[]
}

/** Who comes, if it matters; then one press on a service. */
export function IssueDesk({ site_id, site_name, choices }: IssueDeskProps) {
  const text = useText('queue')
  const locale = useLocale()
  const membership = useMembership()
  const steps = useTicketSteps()
  const [visitor, setVisitor] = useState<Visitor>(nobody)
  const [with_details, showDetails] = useState(false)
  const [phone_error, setPhoneError] = useState<string>()
  const [given, setGiven] = useState<GivenTicket | null>(null)
  const [paper, changePaper] = usePrintPreferences()

  const issue = useSend(issueTicket, {
    onDone(reply) {
      setVisitor(nobody)
      setGiven({
        ticket: reply.ticket,
        address: new URL(reply.url, location.origin).href,
        ahead: reply.ahead,
        range: reply.range,
      })
    },
  })
  usePrintAtOnce(given, paper.at_once)
  useShortcuts('reception', {
    i: { label: text('reception.print'), run: () => window.print(), isDisabled: !given },
  })

  function give(choice: ServiceChoice) {
    const phone = visitor.phone.trim() ? toE164(visitor.phone, membership?.tenant.country ?? '') : undefined
    if (phone === null) {
      setPhoneError(text('reception.phone_invalid'))
      showDetails(true)
      toast({ tone: 'error', text: text('reception.phone_invalid') })
      return
    }
    issue.mutate({
      params: { site_id },
      body: {
        service_id: choice.id,
        priority: priorityClasses[visitor.class],
        locale,
        ...(visitor.name.trim() && { visitor_name: visitor.name.trim() }),
        ...(phone && { visitor_phone: phone }),
        ...(visitor.note.trim() && { note: visitor.note.trim() }),
      },
    })
  }

  return (
    <div className="grid gap-5">
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
        <div id="reception-details" hidden={!with_details} className="mb-5 border-b border-line pb-5">
          <VisitorFields
            visitor={visitor}
            phone_error={phone_error}
            onChange={(change) => {
              setVisitor({ ...visitor, ...change })
              if (change.phone !== undefined) setPhoneError(undefined)
            }}
          />
        </div>
        <ServiceTiles
          choices={choices}
          giving={issue.isPending ? (issue.variables?.body.service_id ?? null) : null}
          onGive={give}
        />
      </Card>
      <p role="status" className="sr-only">
        {given && text('reception.given_aloud', { number: given.ticket.number, service: given.ticket.service_name })}
      </p>
      {given && (
        <GivenTicketCard
          given={given}
          paper={paper}
          changePaper={changePaper}
          organisation={membership?.tenant.name ?? ''}
          site={site_name}
          cancelling={steps.cancelling}
          onCancel={() => {
            steps.cancel(given.ticket)
            setGiven(null)
          }}
        />
      )}
    </div>
  )
}

/** Prints once per ticket, when its paper is on the page. */
function usePrintAtOnce(given: GivenTicket | null, wanted: boolean): void {
  const id = given?.ticket.id
  useEffect(() => {
    if (id && wanted) window.print()
    // Only a new ticket prints: turning the choice on must not print the one on screen.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [id])
}
