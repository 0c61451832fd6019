import { useRead } from '@guichet/kit/api'
import { Card } from '@guichet/kit/card'
import { Checkbox, DateField, Form, FormActions, NumberField, SubmitButton, useForm } from '@guichet/kit/form'
import { now } from '@guichet/kit/clock'
import { Page } from '@guichet/kit/page'
import { usePermission } from '@guichet/kit/session'
import { Table } from '@guichet/kit/table'
import { useFormats, useLocale, useText } from '@guichet/kit/texts'
import { toast } from '@guichet/kit/toast'
import { changeDemandSettings, type DemandSettings, readDemandSettings } from '../../demand/contract.ts'
import { noon } from '../overview/AtRisk.tsx'

const keyOf = ({ feast, calculated_day }: { feast: string; calculated_day: string }) =>
  `${feast}/${calculated_day}`

/** What predictions aim at, when feasts begin here, and what was learnt of them. */
export function DemandSettingsPage() {
  const text = useText('stock')
  const formats = useFormats()
  const locale = useLocale()
  const settings = useRead(readDemandSettings, {})
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' })
  return (
    <Page
      title={text('demand.settings_title')}
      back={{ to: '/stock/overview', label: text('overview.title') }}
      width="narrow"
    >
      <div className="grid gap-5">
        <Settings settings={settings} />
        <Card title={text('demand.effects')} note={text('demand.effects_note')} padded={false}>
          <Table
            caption={text('demand.effects')}
            items={settings.effects
              .filter(({ expected }) => expected > 0)
              .map((row) => ({ ...row, id: `${row.feast}/${row.from}` }))}
            empty={<p className="px-4 pb-4 text-sm text-muted">{text('demand.none_learnt')}</p>}
            columns={[
              {
                key: 'feast',
                header: text('demand.feast'),
                cell: (row) => text(`demand.feasts.${row.feast}`),
              },
              {
                key: 'days',
                header: text('demand.day'),
                cell: (row) => text('demand.span_days', { from: signed(row.from), to: signed(row.to) }),
              },
              {
                key: 'effect',
                header: text('demand.effect'),
                align: 'end',
                cell: (row) => `× ${formats.number(row.effect, 2)}`,
              },
              {
                key: 'cases',
                header: text('demand.cases'),
                align: 'end',
                cell: (row) => formats.number(Math.round(row.expected)),
              },
            ]}
          />
        </Card>
        <Card title={text('demand.profile')} note={text('demand.profile_note')} padded={false}>
          <Table
            caption={text('demand.profile')}
            items={settings.profile.map((share, index) => ({ id: String(index), share }))}
            columns={[
              {
                key: 'day',
                header: text('demand.day'),
                // 5 January 1970 was a Monday.
                cell: (row) => weekday.format((4 + Number(row.id)) * 86_400_000),
              },
              {
                key: 'share',
                header: text('demand.effect'),
                align: 'end',
                cell: (row) => `× ${formats.number(row.share, 2)}`,
              },
            ]}
          />
        </Card>
      </div>
    </Page>
  )
}

const signed = (days: number): string => (days < 0 ? `−${-days}` : `+${days}`)

function Settings({ settings }: { settings: DemandSettings }) {
  const text = useText('stock')
  const formats = useFormats()
  const may = usePermission('stock.setting.write')
  const soon = settings.feasts.filter(({ first_day }) => Date.parse(first_day) > now() - 400 * 86_400_000)
  const form = useForm(changeDemandSettings, {
    initial: {
      service_level: Math.round(settings.service_level * 1000) / 10,
      uses_feasts: settings.uses_feasts,
      ...Object.fromEntries(soon.map((day) => [keyOf(day), day.first_day])),
    } as { service_level: number | null; uses_feasts: boolean } & Record<string, string>,
    input: (values) => ({
      body: {
        service_level: (Number(values.service_level) || 95) / 100,
        uses_feasts: values.uses_feasts,
        feasts: settings.feasts
          .map((day) => ({
            feast: day.feast,
            calculated_day: day.calculated_day,
            first_day: (values[keyOf(day)] as string | undefined) || day.first_day,
          }))
          .filter(({ calculated_day, first_day }) => calculated_day !== first_day),
      },
    }),
    onDone: () => toast({ text: text('demand.saved'), tone: 'success' }),
  })
  return (
    <Card>
      <Form form={form}>
        <NumberField
          label={text('demand.service_level')}
          hint={text('demand.service_level_note')}
          {...form.field('service_level')}
        />
        <Checkbox label={text('demand.uses_feasts')} {...form.field('uses_feasts')} />
        <fieldset className="grid gap-3">
          <legend className="mb-1 font-semibold">{text('demand.calendar')}</legend>
          <p className="text-sm text-muted">{text('demand.calendar_note')}</p>
          <div className="grid gap-3 sm:grid-cols-2">
            {soon.map((day) => (
              <DateField
                key={keyOf(day)}
                label={`${text(`demand.feasts.${day.feast}`)} (${formats.date(noon(day.calculated_day))})`}
                {...form.field(keyOf(day))}
              />
            ))}
          </div>
        </fieldset>
        {may && (
          <FormActions>
            <SubmitButton form={form}>{text('demand.save')}</SubmitButton>
          </FormActions>
        )}
      </Form>
    </Card>
  )
}
