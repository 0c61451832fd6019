import { type NetworkError, ProblemError, useRead } from '@guichet/kit/api'
import { now, useNow } from '@guichet/kit/clock'
import { Form, FormActions, Select, SubmitButton, TextField, useForm } from '@guichet/kit/form'
import { LinkButton } from '@guichet/kit/link'
import { Notice, PartFrame } from '@guichet/kit/page'
import type { PageProps } from '@guichet/kit/shell-route'
import { useFormats, useText } from '@guichet/kit/texts'
import { signIn } from '@guichet/platform/auth-contract'
import { useEffect, useState } from 'react'
import { readInstallation } from '../../contract.ts'
import { AccountFrame } from './AccountFrame.tsx'
import { demoAccounts, demoOrganisations } from './demo-accounts.ts'
import { HallPicture } from './HallPicture.tsx'
import { PasswordField } from './PasswordField.tsx'
import { placeAfterSignIn, waitAfter } from './sign-in-rules.ts'

type Refusal = { kind: 'wrong' } | { kind: 'throttled'; until: number }

/** `/login`: the address one wanted comes back afterwards. */
export function LoginPage({ search }: PageProps) {
  const text = useText('organisation')
  const [refusal, setRefusal] = useState<Refusal | null>(null)

  const form = useForm(signIn, {
    initial: { email: '', password: '' },
    module: 'organisation',
    // A full load: nothing of an earlier session may stay in memory.
    onDone: () => location.assign(placeAfterSignIn(search.next)),
    onProblem: (error) => setRefusalOf(error),
  })

  function setRefusalOf(error: ProblemError | NetworkError): boolean {
    const known = refusalOf(error)
    setRefusal(known)
    if (known?.kind === 'wrong') form.set('password', '')
    return known !== null
  }

  return (
    <AccountFrame title={text('login.title')} note={text('login.note')} picture={<HallPicture />}>
      {refusal?.kind === 'wrong' && (
        <Notice tone="error" title={text('login.wrong')}>
          {text('login.wrong_note')}
        </Notice>
      )}
      {refusal?.kind === 'throttled' && <Throttled until={refusal.until} onOver={() => setRefusal(null)} />}
      <Form form={form}>
        <TextField
          label={text('login.email')}
          type="email"
          inputMode="email"
          autoComplete="username"
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- signing in is all there is to do here
          autoFocus
          isRequired
          {...form.field('email')}
        />
        <PasswordField
          label={text('login.password')}
          autoComplete="current-password"
          {...form.field('password')}
        />
        <FormActions>
          <SubmitButton form={form} size="large" wide isDisabled={refusal?.kind === 'throttled'}>
            {text('login.enter')}
          </SubmitButton>
        </FormActions>
      </Form>
      <p className="mt-5 text-sm">
        <a href="/reset" className="inline-block py-1 text-accent underline">
          {text('login.forgotten')}
        </a>
      </p>
      <PartFrame skeleton="form">
        <Installation onChoose={(email) => form.set('email', email)} chosen={form.values.email} />
      </PartFrame>
    </AccountFrame>
  )
}

function refusalOf(error: ProblemError | NetworkError): Refusal | null {
  if (!(error instanceof ProblemError)) return null
  if (error.problem.code === 'platform.wrong_credentials') return { kind: 'wrong' }
  const wait_ms = waitAfter(error.problem)
  return wait_ms === null ? null : { kind: 'throttled', until: now() + wait_ms }
}

function Throttled({ until, onOver }: { until: number; onOver: () => void }) {
  const text = useText('organisation')
  const formats = useFormats()
  const left_s = Math.ceil((until - useNow(1000)) / 1000)
  useEffect(() => {
    if (left_s <= 0) onOver()
  }, [left_s, onOver])
  return (
    <Notice tone="warning" icon="clock" title={text('login.throttled')}>
      {text('login.throttled_note')}{' '}
      {/* The running figure is for the eye: read out each second it would be unbearable. */}
      <span aria-hidden="true" className="num font-semibold">
        {formats.timer(Math.max(0, left_s))}
      </span>
    </Notice>
  )
}

/** A new installation leads to its first organisation; a demonstration lends its accounts. */
function Installation({ onChoose, chosen }: { onChoose: (email: string) => void; chosen: string }) {
  const text = useText('organisation')
  const { empty, demo, may_create } = useRead(readInstallation)
  if (empty) {
    return (
      <div className="mt-8 border-t border-line pt-5">
        <h2 className="font-semibold">{text('login.new_title')}</h2>
        <p className="mt-1 mb-3 text-sm text-muted">{text('login.new_note')}</p>
        <LinkButton to="/start" icon="plus">
          {text('login.create')}
        </LinkButton>
      </div>
    )
  }
  return (
    <>
      {demo && <DemoAccounts onChoose={onChoose} chosen={chosen} />}
      {may_create && (
        <p className="mt-5 text-sm">
          <a href="/start" className="inline-block py-1 text-accent underline">
            {text('login.create_other')}
          </a>
        </p>
      )}
    </>
  )
}

function DemoAccounts({ onChoose, chosen }: { onChoose: (email: string) => void; chosen: string }) {
  const text = useText('organisation')
  const kit = useText('kit')
  const [slug, setSlug] = useState(demoOrganisations[0]!.slug)
  return (
    <section aria-labelledby="demo" className="mt-8 border-t border-line pt-5">
      <h2 id="demo" className="font-semibold">
        {text('login.demo_title')}
      </h2>
      <p className="mt-1 mb-3 text-sm text-muted">{text('login.demo_note')}</p>
      <Select
        label={text('login.demo_organisation')}
        isRequired
        options={demoOrganisations.map(({ slug: value, name }) => ({ value, label: name }))}
        value={slug}
        onChange={setSlug}
      />
      <ul className="mt-3 grid grid-cols-2 gap-2">
        {demoAccounts(slug).map(({ role, email }) => (
          <li key={email}>
            <button
              type="button"
              aria-pressed={chosen === email}
              title={email}
              onClick={() => onChoose(email)}
              className="block min-h-11 w-full rounded border border-control bg-surface px-3 py-1.5 text-start text-sm font-medium hover:border-ink aria-pressed:border-accent aria-pressed:bg-accent-soft"
            >
              {kit(`role.${role}`)}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
