import { useSend } from '@guichet/kit/api'
import { Card } from '@guichet/kit/card'
import { Form, FormActions, RadioGroup, SubmitButton, TextField, useForm } from '@guichet/kit/form'
import { Page } from '@guichet/kit/page'
import { useMe } from '@guichet/kit/session'
import { type Locale, setLocale, useLocale, useText } from '@guichet/kit/texts'
import { type ThemeChoice, useTheme } from '@guichet/kit/theme'
import { toast } from '@guichet/kit/toast'
import { changeMe } from '@guichet/platform/auth-contract'
import { Icon } from '@guichet/kit/icon'
import { AccountHeader } from './AccountFrame.tsx'
import { MyKeys } from './MyKeys.tsx'
import { MyPassword } from './MyPassword.tsx'
import { MySessions } from './MySessions.tsx'

/** `/me`: what belongs to the person, whatever the organisation. */
export function MePage() {
  const text = useText('organisation')
  const { memberships } = useMe()
  return (
    <>
      <AccountHeader />
      <Page
        title={text('me.title')}
        width="narrow"
        skeleton="form"
        back={{ to: '/', label: text('me.back') }}
      >
        <div className="grid gap-5">
          <MyName />
          <MySight />
          <MyPassword />
          <MyKeys />
          <MySessions />
          <MyOrganisations memberships={memberships} />
        </div>
      </Page>
    </>
  )
}

function MyName() {
  const text = useText('organisation')
  const { user } = useMe()
  const form = useForm(changeMe, {
    initial: { name: user.name },
    module: 'organisation',
    invalidates: ['me'],
    onDone: () => toast({ text: text('saved'), tone: 'success' }),
  })
  return (
    <Card title={text('me.name_title')} note={user.email}>
      <Form form={form}>
        <TextField
          label={text('me.name')}
          autoComplete="name"
          maxLength={120}
          isRequired
          {...form.field('name')}
        />
        <FormActions>
          <SubmitButton form={form} isDisabled={!form.changed}>
            {text('save')}
          </SubmitButton>
        </FormActions>
      </Form>
    </Card>
  )
}

/** Language and theme take effect as one chooses them. */
function MySight() {
  const text = useText('organisation')
  const kit = useText('kit')
  const locale = useLocale()
  const theme = useTheme()
  const change = useSend(changeMe, { invalidates: ['me'] })
  const languages = [
    { value: 'fr', label: 'Français' },
    { value: 'en', label: 'English' },
  ]
  return (
    <Card title={text('me.sight_title')}>
      <div className="grid gap-4">
        <RadioGroup
          label={text('me.language')}
          inline
          isRequired
          options={languages}
          value={locale}
          onChange={(chosen) => {
            void setLocale(chosen as Locale)
            change.mutate({ body: { locale: chosen as Locale } })
          }}
        />
        <RadioGroup
          label={text('me.theme')}
          inline
          isRequired
          options={(['light', 'dark', 'system'] as const).map((choice) => ({
            value: choice,
            label: kit(`theme.${choice}`),
          }))}
          value={theme.choice}
          onChange={(chosen) => theme.setTheme(chosen as ThemeChoice)}
        />
      </div>
    </Card>
  )
}

function MyOrganisations({ memberships }: Pick<ReturnType<typeof useMe>, 'memberships'>) {
  const text = useText('organisation')
  const kit = useText('kit')
  if (memberships.length === 0) return null
  return (
    <Card title={text('me.organisations')} padded={false}>
      <ul className="divide-y divide-line">
        {memberships.map(({ tenant, role }) => (
          <li key={tenant.slug} className="flex flex-wrap items-center">
            {/* A full load: nothing of one organisation stays in memory in another. */}
            <a
              href={`/t/${encodeURIComponent(tenant.slug)}`}
              className="flex min-h-12 min-w-0 flex-1 items-center gap-3 px-4 py-2 text-ink no-underline hover:bg-sunken"
            >
              <span className="min-w-0 flex-1 font-medium">{tenant.name}</span>
              <span className="text-sm text-muted">{kit(`role.${role}`)}</span>
              <Icon name="chevron_right" className="text-muted" />
            </a>
            <a
              href={`/t/${encodeURIComponent(tenant.slug)}/my-messages`}
              className="px-4 py-2 text-sm text-accent underline"
            >
              {text('my_messages.link')}
              <span className="sr-only"> ({tenant.name})</span>
            </a>
          </li>
        ))}
      </ul>
    </Card>
  )
}
