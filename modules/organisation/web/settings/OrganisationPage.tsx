import { useRead } from '@guichet/kit/api'
import { Card, Facts } from '@guichet/kit/card'
import { Form, FormActions, RadioGroup, SubmitButton, TextField, useForm } from '@guichet/kit/form'
import { useText } from '@guichet/kit/texts'
import { toast } from '@guichet/kit/toast'
import { changeOrganisation, readOrganisation } from '../../contract.ts'
import { AccentChoice } from './AccentChoice.tsx'
import { CapabilitiesCard } from './CapabilitiesCard.tsx'
import { SettingsPage } from './SettingsPage.tsx'

export function OrganisationPage() {
  const text = useText('organisation')
  return (
    <SettingsPage section="organisation">
      <div className="grid max-w-3xl gap-5">
        <Identity />
        <Card title={text('accent.title')} note={text('accent.note')}>
          <AccentChoice />
        </Card>
        <CapabilitiesCard />
        <Place />
      </div>
    </SettingsPage>
  )
}

function Identity() {
  const text = useText('organisation')
  const organisation = useRead(readOrganisation)
  const form = useForm(changeOrganisation, {
    initial: { name: organisation.name, locale: organisation.locale },
    invalidates: [readOrganisation, 'me'],
    onDone: () => toast({ text: text('saved'), tone: 'success' }),
  })
  return (
    <Card title={text('organisation.identity')}>
      <Form form={form}>
        <TextField
          label={text('organisation.name')}
          hint={text('organisation.name_hint')}
          maxLength={120}
          isRequired
          {...form.field('name')}
        />
        <RadioGroup
          label={text('organisation.locale')}
          hint={text('organisation.locale_hint')}
          inline
          isRequired
          options={[
            { value: 'fr', label: 'Français' },
            { value: 'en', label: 'English' },
          ]}
          value={form.values.locale}
          onChange={(locale) => form.set('locale', locale as 'fr' | 'en')}
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

function Place() {
  const text = useText('organisation')
  const { country, currency, time_zone, slug } = useRead(readOrganisation)
  const page = `${location.origin}/p/${slug}`
  return (
    <Card title={text('organisation.place')} note={text('organisation.place_note')}>
      <Facts
        items={[
          { label: text('organisation.country'), value: text(`country.${country}.name`) },
          { label: text('organisation.currency'), value: text(`currency.${currency}`) },
          { label: text('organisation.time_zone'), value: time_zone },
          {
            label: text('organisation.public_page'),
            value: (
              <a
                href={`/p/${slug}`}
                target="_blank"
                rel="noreferrer"
                className="break-all text-accent underline"
              >
                {page}
              </a>
            ),
          },
        ]}
      />
    </Card>
  )
}
