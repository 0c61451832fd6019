import { type NetworkError, ProblemError, useRead } from '@guichet/kit/api'
import { Button } from '@guichet/kit/button'
import { Form, FormActions, RadioGroup, SubmitButton, TextField, useForm } from '@guichet/kit/form'
import { useGo } from '@guichet/kit/link'
import { Notice, OfflineBanner, PartFrame } from '@guichet/kit/page'
import type { PageProps } from '@guichet/kit/shell-route'
import { useLocale, useText } from '@guichet/kit/texts'
import { useEffect, useRef } from 'react'
import { createOrganisation, readInstallation } from '../../contract.ts'
import { AccountHeader } from '../account/AccountFrame.tsx'
import { PasswordField } from '../account/PasswordField.tsx'
import { KindPicture } from './KindPicture.tsx'
import { countries, type Country, type Kind, kinds } from './kinds.ts'
import { StepProgress } from './StepFrame.tsx'

const questions = ['kind', 'place', 'owner'] as const
type Question = (typeof questions)[number]

interface Answers {
  kind: Kind
  name: string
  country: Country
  owner_name: string
  email: string
  password: string
}

/** `/start`: from nothing to an organisation, one group of questions at a time. */
export function StartPage({ search }: PageProps) {
  const text = useText('organisation')
  return (
    <>
      <title>{`${text('start.title')} · Guichet`}</title>
      <AccountHeader />
      <div className="mx-auto w-full max-w-4xl px-4 pt-2 pb-16">
        <OfflineBanner />
        <PartFrame skeleton="cards">
          <Founding asked={questions.find((one) => one === search.step) ?? 'kind'} />
        </PartFrame>
      </div>
    </>
  )
}

function Founding({ asked }: { asked: Question }) {
  const text = useText('organisation')
  const locale = useLocale()
  const go = useGo()
  const { may_create } = useRead(readInstallation)

  const form = useForm(createOrganisation, {
    initial: {
      kind: 'town_hall',
      name: '',
      country: 'SN',
      owner_name: '',
      email: '',
      password: '',
    } as Answers,
    module: 'organisation',
    input: ({ owner_name, email, password, ...place }) => ({
      body: { ...place, locale, owner: { name: owner_name, email, password } },
    }),
    // A full load: the new owner's session begins here.
    onDone: ({ slug }) => location.assign(`/t/${encodeURIComponent(slug)}/first-steps`),
    onProblem: (error) => {
      const faults = faultsOf(error)
      if (faults.length === 0) return false
      form.setFaults(faults)
      if (faults.some(({ path }) => path === 'name')) ask('place')
      return true
    },
  })

  function ask(step: Question) {
    go('/start', { step })
  }

  // Answers live in this page's memory: a reload begins again, a password is never written down.
  const step: Question = asked !== 'kind' && asked !== 'place' && form.values.name === '' ? 'place' : asked

  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [step])

  if (!may_create) {
    return (
      <div className="mx-auto max-w-md pt-16">
        <Notice tone="info" title={text('start.closed')}>
          {text('start.closed_note')}{' '}
          <a href="/login" className="text-accent underline">
            {text('login.title')}
          </a>
        </Notice>
      </div>
    )
  }

  return (
    <>
      <StepProgress step={step} />
      <h1 ref={heading} tabIndex={-1} className="text-2xl font-semibold">
        {text(`start.${step}.title`)}
      </h1>
      <p className="mt-1 mb-5 text-muted">{text(`start.${step}.note`)}</p>

      {step === 'kind' && (
        <KindStep
          onChoose={(kind) => {
            form.set('kind', kind)
            ask('place')
          }}
          chosen={asked === 'kind' && form.values.name ? form.values.kind : null}
        />
      )}
      {step === 'place' && (
        <Form form={{ ...form, submit: () => ask('owner') }} className="max-w-md">
          <TextField
            label={text('start.place.name')}
            hint={text(`start.place.example.${form.values.kind}`)}
            autoComplete="organization"
            maxLength={120}
            isRequired
            {...form.field('name')}
          />
          <RadioGroup
            label={text('start.place.country')}
            isRequired
            options={countries.map((country) => ({
              value: country,
              label: text(`country.${country}.name`),
              note: text(`country.${country}.note`),
            }))}
            value={form.values.country}
            onChange={(country) => form.set('country', country as Country)}
          />
          <FormActions>
            <SubmitButton form={form} size="large">
              {text('start.next')}
            </SubmitButton>
            <Button variant="quiet" size="large" onPress={() => ask('kind')}>
              {text('start.back')}
            </Button>
          </FormActions>
        </Form>
      )}
      {step === 'owner' && (
        <Form form={form} className="max-w-md">
          <TextField
            label={text('start.owner.name')}
            autoComplete="name"
            maxLength={120}
            isRequired
            {...form.field('owner_name')}
          />
          <TextField
            label={text('login.email')}
            type="email"
            inputMode="email"
            autoComplete="username"
            isRequired
            {...form.field('email')}
          />
          <PasswordField
            label={text('login.password')}
            hint={text('account.password_hint')}
            autoComplete="new-password"
            {...form.field('password')}
          />
          <FormActions>
            <SubmitButton form={form} size="large">
              {text('start.create')}
            </SubmitButton>
            <Button variant="quiet" size="large" onPress={() => ask('place')}>
              {text('start.back')}
            </Button>
          </FormActions>
        </Form>
      )}
    </>
  )
}

function KindStep({ onChoose, chosen }: { onChoose: (kind: Kind) => void; chosen: Kind | null }) {
  const text = useText('organisation')
  return (
    <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
      {kinds.map((kind) => (
        <li key={kind}>
          <button
            type="button"
            aria-pressed={kind === chosen}
            onClick={() => onChoose(kind)}
            className="flex h-full w-full overflow-hidden rounded border border-line bg-surface text-start transition-colors hover:border-accent aria-pressed:border-accent aria-pressed:outline-2 aria-pressed:outline-accent sm:block"
          >
            <span className="block w-32 shrink-0 self-stretch bg-accent-soft sm:w-full [&>svg]:h-full [&>svg]:object-cover">
              <KindPicture kind={kind} />
            </span>
            <span className="block p-3.5">
              <span className="block font-semibold">{text(`kind.${kind}.name`)}</span>
              <span className="block text-sm text-muted">{text(`kind.${kind}.note`)}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}

const fields: Record<string, string> = {
  'owner.name': 'owner_name',
  'owner.email': 'email',
  'owner.password': 'password',
}
const codes: Record<string, { path: string; code: string }> = {
  'platform.password_too_common': { path: 'password', code: 'password_too_common' },
  'platform.wrong_credentials': { path: 'password', code: 'account_exists' },
}

function faultsOf(error: ProblemError | NetworkError): { path: string; code: string }[] {
  if (!(error instanceof ProblemError)) return []
  const known = codes[error.problem.code]
  if (known) return [known]
  return (error.problem.fields ?? []).map(({ path, code }) => {
    const name = path.replace(/^body\./, '')
    return {
      path: fields[name] ?? name,
      code: name === 'owner.password' && code === 'too_small' ? 'password_short' : code,
    }
  })
}
